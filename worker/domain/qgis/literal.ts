import { quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { ColumnType, Question } from '#worker/domain/xlsform/model.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import { parseNumber } from '#worker/domain/xlsform/parameters.ts'

/** A default that is no expression as a QGIS literal of the column's type; null when it is none of that type. */
export function literalOf(text: string, type: ColumnType, question: Question): string | null {
  const bare = text
    .trim()
    .replace(/^'([^']*)'$|^"([^"]*)"$/, (_, single?: string, double?: string) => single ?? double ?? '')
  if (type === 'integer' || type === 'decimal') {
    const number = parseNumber(bare)
    return number === null || (type === 'integer' && !Number.isInteger(number)) ? null : String(number)
  }
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}/.test(bare) ? `to_date('${bare.slice(0, 10)}')` : null
  if (type === 'datetime') {
    return /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?/.test(bare)
      ? `to_datetime(${quoteText(bare)})`
      : null
  }
  if (type === 'boolean') return /^(ok|true|yes|1)$/i.test(bare) ? 'true' : null
  if (!isMultiple(question)) return quoteText(storedName(bare, question))
  const names = selected(bare).map((name) => `"${storedName(name, question)}"`)
  return quoteText(`{${names.join(',')}}`)
}

function storedName(name: string, { list }: Question): string {
  return list?.choices.find(({ original }) => original === name)?.name ?? name
}

/** The choices that a default of this select names and its list lacks. */
export function missingChoices(text: string, question: Question): string[] {
  if (question.list === null || question.cells.choice_filter) return []
  const names = new Set(question.list.choices.map((choice) => choice.original ?? choice.name))
  const bare = text.trim().replaceAll(/^['"]|['"]$/g, '')
  return (isMultiple(question) ? selected(bare) : [bare]).filter((name) => !names.has(name))
}

function selected(text: string): string[] {
  return text.split(/\s+/).filter((name) => name !== '')
}
