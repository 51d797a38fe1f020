import {
  toBoolean,
  toDate,
  toDateTime,
  toNumber,
  toSet,
  toText,
} from '#worker/domain/qgis/expression/convert.ts'
import { atom, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { Scope } from '#worker/domain/qgis/scope.ts'

/** Makes the whole expression fit where it goes: a truth value for rules, the column's type for defaults. */
export function toResult(term: Term, { place, result }: Scope): Term {
  if (place === 'relevance' || place === 'constraint' || place === 'choiceFilter') return toBoolean(term)
  if (result === undefined) return term
  switch (result) {
    case 'unknown':
    case 'geometry':
      return term
    case 'boolean':
      return toBoolean(term)
    case 'integer':
    case 'decimal':
      return toNumber(term)
    case 'date':
      return toDate(term)
    case 'datetime':
      return toDateTime(term)
    case 'set':
      return toSet(term)
    case 'time':
      if (term.type !== 'datetime') return { ...storedText(term), type: 'time' }
      return atom(`format_date(${term.text},${quoteText('HH:mm:ss')})`, 'time', term.nullable)
    case 'text':
      return storedText(term)
  }
}

/** Text as a column keeps it: an answer without text stays NULL. */
function storedText(term: Term): Term {
  return term.type === 'text' ? term : toText(term)
}
