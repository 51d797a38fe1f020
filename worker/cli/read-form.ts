import type { FormSummary } from '#worker/api/forms.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import { readFormFile } from '#worker/intake/form-file.ts'

/**
 * Reads and compiles a form without touching the ledger.
 *
 * @throws AppError input.*, form.*
 */
export async function readForm(path: string, language: string | undefined): Promise<FormSummary> {
  const workbook = await readFormFile(path)
  return summariseForm(compileForm(workbook, language === undefined ? {} : { language }))
}
