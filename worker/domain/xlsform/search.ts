import type { Cell } from '#worker/domain/xlsform/table.ts'

/** `search('file', …)` of an appearance: the file that holds the choices, and the rows that are offered. */
export interface Search {
  /** With its ending; `.csv` where the form gives none. */
  file: string
  /** The same as a choice filter; null = all rows. */
  filter: string | null
}

const call = /\bsearch\s*\((.*)\)/is

/** How a column is compared, as an XPath predicate. */
const comparisons: Record<string, (column: string, value: string) => string> = {
  matches: (column, value) => `${column} = ${value}`,
  contains: (column, value) => `contains(${column}, ${value})`,
  startswith: (column, value) => `starts-with(${column}, ${value})`,
  endswith: (column, value) => `ends-with(${column}, ${value})`,
}

/**
 * Reads `search('file'[, how, 'column', value[, 'filter column', filter value]])`; null when there is none, or when
 * it is not written as ODK wants it.
 */
export function parseSearch(appearance: Cell | undefined): Search | null {
  const inside = call.exec(appearance?.text ?? '')?.[1]
  if (inside === undefined) return null
  const [name = '', how, column, value, filterColumn, filterValue] = splitArguments(inside)
  const file = literal(name)
  if (file === null || file === '') return null
  const named = /\.[a-z]+$/i.test(file) ? file : `${file}.csv`
  if (how === undefined) return { file: named, filter: null }
  const compare = comparisons[(literal(how) ?? '').toLowerCase()]
  const of = literal(column ?? '')
  if (compare === undefined || of === null || value === undefined) return null
  const parts = [compare(of, value)]
  const also = filterColumn === undefined ? null : literal(filterColumn)
  if (also !== null && filterValue !== undefined) parts.push(`${also} = ${filterValue}`)
  return { file: named, filter: parts.join(' and ') }
}

/** At the commas that stand neither in quotes nor in brackets. */
function splitArguments(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let quote = ''
  let depth = 0
  for (const char of text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"')) {
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === "'" || char === '"') quote = char
    else if (char === '(') depth += 1
    else if (char === ')') depth -= 1
    else if (char === ',' && depth === 0) {
      parts.push(part.trim())
      part = ''
      continue
    }
    part += char
  }
  return part.trim() === '' ? parts : [...parts, part.trim()]
}

function literal(text: string): string | null {
  return (
    /^'([^']*)'$|^"([^"]*)"$/
      .exec(text)
      ?.slice(1)
      .find((inner) => inner !== undefined)
      ?.trim() ?? null
  )
}
