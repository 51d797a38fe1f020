import type { Issue } from '#worker/api/issues.ts'
import { compileForm, type CompiledForm } from '#worker/domain/xlsform/compile.ts'
import type { Question, Translated } from '#worker/domain/xlsform/model.ts'
import type { MediaFile, Workbook } from '#worker/domain/xlsform/workbook.ts'

export type Rows = string[][]

/** A workbook from rows as a person writes them: the first row is the header. */
export function workbookOf(sheets: Record<string, Rows>, fileName = 'form.xlsx'): Workbook {
  return {
    fileName,
    sheets: Object.entries(sheets).map(([name, rows]) => ({
      name,
      rows: rows.map((cells, index) => ({ number: index + 1, cells })),
    })),
  }
}

/** A compiled form with a `yes_no` list at hand. */
export function formOf(
  survey: Rows,
  more: Record<string, Rows> = {},
  language?: string,
  media: MediaFile[] = [],
): CompiledForm {
  const choices = [
    ['list_name', 'name', 'label'],
    ['yes_no', 'yes', 'Yes'],
    ['yes_no', 'no', 'No'],
  ]
  const workbook = { ...workbookOf({ survey, choices, ...more }), media }
  return compileForm(workbook, language === undefined ? {} : { language })
}

export function question(form: CompiledForm, name: string): Question {
  const found = form.layers.flatMap((layer) => layer.questions).find((one) => one.name === name)
  if (!found) throw new Error(`no question ${name}`)
  return found
}

export function translated(form: CompiledForm, name: string): Translated {
  const node = form.translated.nodes.get(question(form, name))
  if (!node) throw new Error(`nothing translated for ${name}`)
  return node
}

/** Issues as `level code sheet!cell`. */
export function said(issues: Issue[]): string[] {
  return issues.map(
    ({ level, code, sheet, row, column }) => `${level} ${code} ${sheet ?? ''}!${column ?? ''}${row ?? ''}`,
  )
}
