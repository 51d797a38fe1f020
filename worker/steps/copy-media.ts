import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CompiledForm } from '#worker/domain/xlsform/compile.ts'
import { mediaFolder } from '#worker/domain/xlsform/media.ts'

/** The form's own pictures, sounds and videos go along in a folder of the project. */
export async function copyMedia({ media }: CompiledForm, folder: string): Promise<void> {
  if (media.size === 0) return
  await mkdir(join(folder, mediaFolder), { recursive: true })
  for (const { path, target } of media.values()) await copyFile(path, join(folder, target))
}
