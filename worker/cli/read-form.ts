import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { describeForm, type FormDescription } from '#worker/domain/xlsform/describe.ts'
import type { WordsByLanguage } from '#worker/domain/xlsform/project-words.ts'
import { readFormFile } from '#worker/intake/form-file.ts'

/**
 * Reads and compiles a form without touching the ledger.
 *
 * @throws AppError input.*, form.*
 */
export async function readForm(
  path: string,
  options: { language: string | undefined; words: WordsByLanguage },
): Promise<FormDescription> {
  const workbook = await readFormFile(path)
  return describeForm(compileForm(workbook, options))
}
