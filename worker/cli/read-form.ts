import type { FormSummary } from '#worker/api/forms.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/**
 * Reads and compiles a form without touching the ledger.
 *
 * @throws AppError input.*, form.*
 */
export async function readForm(path: string, language: string | undefined): Promise<FormSummary> {
  const workbook = await readWorkbook(path)
  return summariseForm(compileForm(workbook, language === undefined ? {} : { language }))
}
