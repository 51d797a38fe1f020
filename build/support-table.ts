/** `node build/support-table.ts`: writes docs/xlsform-support.md from what the compiler does. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#build/root.ts'
import { supportDocument, supportFile } from '#build/support/document.ts'

await writeFile(join(root, supportFile), supportDocument())
