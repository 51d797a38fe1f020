import type { ResultLine } from '#worker/domain/qgis/protocol.ts'

/** What stands in a cell of the results. */
export type Cell = string | number | null

type Stored = ResultLine['values'][number]
type Renamed = ReadonlyMap<string, string>

const none: Renamed = new Map()

/**
 * A stored value as ODK writes the answer: several choices as `a b`, an acknowledgement as `OK`, everything else
 * as it is (dates and moments are ISO 8601 already, attachments are paths below the project's folder).
 *
 * @param type the question's type; `seed` for an attribute that is no question
 * @param renamed the form's names of choices by those that are stored
 */
export function answerOf(value: Stored, type: string, renamed: Renamed = none): Cell {
  if (value === null || value === '') return null
  if (type === 'select_multiple' || type === 'rank') return choicesOf(String(value), renamed)
  if (type === 'select_one') return renamed.get(String(value)) ?? String(value)
  if (typeof value !== 'boolean') return value
  if (type === 'acknowledge') return value ? 'OK' : null
  return value ? 'true' : 'false'
}

/**
 * `{"a","b"}` is QGIS' form of several values in one text, `["a","b"]` what a column of lists gives. Values need no
 * quotes unless they hold a comma, a brace or a quotation mark.
 */
function choicesOf(text: string, renamed: Renamed): Cell {
  const list = /^\s*[[{]([\s\S]*)[\]}]\s*$/.exec(text)?.[1]
  if (list === undefined) return renamed.get(text) ?? text
  const names = [...list.matchAll(/"((?:[^"\\]|\\.)*)"|([^",\s][^",]*)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? plain?.trim() ?? '',
  )
  const chosen = names.filter((name) => name !== '' && name !== 'NULL')
  return chosen.length === 0 ? null : chosen.map((name) => renamed.get(name) ?? name).join(' ')
}
