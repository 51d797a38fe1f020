import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { supportDocument, supportFile } from '#build/support/document.ts'

/** Whether the support table says what the compiler does. */
export async function checkSupport(root: string): Promise<string[]> {
  const written = await readFile(join(root, supportFile), 'utf8').catch(() => '')
  if (written.replaceAll('\r\n', '\n') === supportDocument()) return []
  return [`${supportFile} is out of date: run node build/support-table.ts`]
}
