import { quoteColumn, quoteText } from '#worker/domain/qgis/expression/term.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'

/** What a feature is called in lists: its first answer that reads like a name; null when the form has none. */
export function displayExpression(questions: Question[]): string | null {
  const shown = questions.filter((question) => !isHidden(question))
  const first = shown.find(({ type }) => type === 'text') ?? shown.find(({ type }) => type === 'select_one')
  if (!first?.column) return null
  const column = quoteColumn(first.column)
  const value = first.type === 'select_one' ? `represent_value(${column})` : column
  return `coalesce(${value},${quoteText(first.label || first.name)} || ' ' || to_string($id))`
}
