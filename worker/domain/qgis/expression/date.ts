import { anyArgument, constantArgument } from '#worker/domain/qgis/expression/argument.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { toDate, toDateTime, toText } from '#worker/domain/qgis/expression/convert.ts'
import {
  atom,
  bind,
  loose,
  nothing,
  numberTerm,
  operand,
  quoteText,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const dateFunctions: Record<string, FunctionRule> = {
  today: { least: 0, most: 0, write: () => atom('to_date(now())', 'date', false) },
  now: { least: 0, most: 0, write: () => atom('now()', 'datetime', false) },
  date: { least: 1, most: 1, write: (call, compiling) => toDate(anyArgument(call, 0, compiling)) },
  'date-time': { least: 1, most: 1, write: (call, compiling) => toDateTime(anyArgument(call, 0, compiling)) },
  'decimal-date-time': { least: 1, most: 1, write: decimalDateTime },
  'decimal-time': { least: 1, most: 1, write: decimalTime },
  'format-date': { least: 2, most: 2, write: format },
  'format-date-time': { least: 2, most: 2, write: format },
}

/** Days since 1970, with the time as fraction. */
function decimalDateTime(call: CallExpression, compiling: Compiling): Term {
  const moment = toDateTime(anyArgument(call, 0, compiling))
  return loose(`epoch(${moment.text}) / 86400000`, 'decimal', moment.nullable)
}

/** The part of the day that has passed; text is a time question's answer. */
function decimalTime(call: CallExpression, compiling: Compiling): Term {
  const value = anyArgument(call, 0, compiling)
  if (value.type === 'date') {
    return value.nullable ? atom(`if(${operand(value)} is null,NULL,0)`, 'integer') : numberTerm(0)
  }
  const time = value.type === 'datetime' ? value : atom(`try(to_time(left(${toText(value).text},8)))`, 'time')
  return bind('time', time, ({ text, nullable }) =>
    loose(`(hour(${text}) * 3600 + minute(${text}) * 60 + second(${text})) / 86400`, 'decimal', nullable),
  )
}

/** ODK's letters after `%`, and Qt's for the same. */
const tokens: Record<string, string> = {
  Y: 'yyyy',
  y: 'yy',
  m: 'MM',
  n: 'M',
  b: 'MMM',
  d: 'dd',
  e: 'd',
  a: 'ddd',
  H: 'HH',
  h: 'H',
  M: 'mm',
  S: 'ss',
  '3': 'zzz',
}

function format(call: CallExpression, compiling: Compiling): Term {
  const value = anyArgument(call, 0, compiling)
  const wanted = constantArgument(call, 1, compiling)
  if (wanted === null) return nothing('text')
  let written = ''
  for (const [part, letter, words] of wanted.matchAll(/%(.)|([^%]+)|%$/gsu)) {
    if (words !== undefined) written += qtWords(words)
    else if (letter === '%' || letter === undefined) written += '%'
    else if (tokens[letter] !== undefined) written += tokens[letter]
    else return compiling.fail('xpath.unsupported', { feature: part }, call.args[1]?.span ?? call.span)
  }
  const moment = call.name === 'format-date' && value.type !== 'datetime' ? toDate(value) : toDateTime(value)
  if (written === '') return atom(`if(${operand(moment)} is null,'','')`, 'text', false)
  const text = `format_date(${moment.text},${quoteText(written)})`
  return atom(moment.nullable ? `coalesce(${text},'')` : text, 'text', false)
}

/** Qt reads letters as tokens unless they stand in quotes, where a quote is doubled. */
function qtWords(words: string): string {
  return /[\p{L}']/u.test(words) ? `'${words.replaceAll("'", "''")}'` : words
}
