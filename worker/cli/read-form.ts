import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { describeForm, type FormDescription } from '#worker/domain/xlsform/describe.ts'
import { readFormFile } from '#worker/intake/form-file.ts'

/**
 * Reads and compiles a form without touching the ledger.
 *
 * @throws AppError input.*, form.*
 */
export async function readForm(path: string, language: string | undefined): Promise<FormDescription> {
  const workbook = await readFormFile(path)
  return describeForm(compileForm(workbook, language === undefined ? {} : { language }))
}
