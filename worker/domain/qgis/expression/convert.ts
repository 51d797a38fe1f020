import {
  atom,
  bind,
  booleanTerm,
  loose,
  nothing,
  numberTerm,
  operand,
  quoteText,
  sureText,
  textTerm,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'

const isoDate = /^\d{4}-\d{2}-\d{2}$/u
const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u
const xpathNumber = /^\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*$/u

/** XPath's string(): never NULL, since an empty answer is the empty string. */
export function toText(term: Term): Term {
  if (term.constant !== undefined) return textTerm(String(term.constant))
  switch (term.type) {
    case 'text':
    case 'time':
      return term.nullable ? sureText(`coalesce(${term.text},'')`) : term
    case 'boolean':
      return sureText(
        term.nullable ? `if(coalesce(${term.text},false),'OK','')` : `if(${term.text},'true','false')`,
      )
    case 'integer':
    case 'unknown':
      return orEmpty(`to_string(${term.text})`, term.nullable)
    case 'decimal':
      return orEmpty(decimalText(term), term.nullable)
    case 'date':
      return orEmpty(`format_date(${term.text},'yyyy-MM-dd')`, term.nullable)
    case 'datetime':
      return orEmpty(`format_date(${term.text},'yyyy-MM-dd''T''HH:mm:ss')`, term.nullable)
    case 'set':
      return sureText(`replace(regexp_replace(coalesce(${term.text},''),'[{}"]',''),',',' ')`)
    case 'geometry':
      return sureText(pointText(term))
  }
}

/** XPath's number(): NULL where XPath has NaN. */
export function toNumber(term: Term): Term {
  if (term.constant !== undefined) return numberTerm(numberOf(term.constant))
  switch (term.type) {
    case 'integer':
    case 'decimal':
      return term
    case 'boolean':
      return term.nullable ? nothing('integer') : atom(`if(${term.text},1,0)`, 'integer', false)
    case 'date':
      return atom(`day(${operand(term)} - to_date('1970-01-01'))`, 'integer', term.nullable)
    case 'datetime':
      return loose(`epoch(${term.text}) / 86400000`, 'decimal', term.nullable)
    case 'text':
    case 'time':
    case 'unknown':
      return atom(`try(to_real(${term.text}))`, 'decimal')
    case 'set':
    case 'geometry':
      return atom(`try(to_real(${toText(term).text}))`, 'decimal')
  }
}

/** XPath's boolean(), as ODK has it for answers: whether there is one, and for numbers whether it is not 0. */
export function toBoolean(term: Term): Term {
  if (typeof term.constant === 'boolean') return term
  if (term.constant !== undefined) return booleanTerm(term.constant !== '' && term.constant !== 0)
  switch (term.type) {
    case 'boolean':
      return term.nullable ? atom(`coalesce(${term.text},false)`, 'boolean', false) : term
    case 'integer':
    case 'decimal':
      return atom(`coalesce(${operand(term)} <> 0,false)`, 'boolean', false)
    case 'text':
    case 'time':
    case 'unknown':
    case 'set':
    case 'date':
    case 'datetime':
    case 'geometry': {
      const empty = isEmpty(term)
      return { ...empty, text: `not ${operand(empty)}`, shape: 'loose' }
    }
  }
}

/** Whether an answer is empty; never NULL. */
export function isEmpty(term: Term): Term {
  if (term.constant !== undefined) return booleanTerm(term.constant === '')
  if (!term.nullable && term.type !== 'text') return booleanTerm(false)
  switch (term.type) {
    case 'set':
      return loose(`coalesce(${term.text},'') in ('','{}')`, 'boolean', false)
    case 'text':
    case 'time':
    case 'unknown':
      return loose(`${toText(term).text} = ''`, 'boolean', false)
    case 'boolean':
      return loose(`not coalesce(${term.text},false)`, 'boolean', false)
    case 'integer':
    case 'decimal':
    case 'date':
    case 'datetime':
    case 'geometry':
      return loose(`${operand(term)} is null`, 'boolean', false)
  }
}

/** A date; NULL where there is none to be read. Numbers are days since 1970. */
export function toDate(term: Term): Term {
  if (term.type === 'date') return term
  if (typeof term.constant === 'string') {
    const day = term.constant.trim().slice(0, 10)
    const valid =
      isoDate.test(day) && (isoDate.test(term.constant.trim()) || isoMoment.test(term.constant.trim()))
    return valid ? atom(`to_date(${quoteText(day)})`, 'date') : nothing('date')
  }
  if (term.type === 'datetime') return atom(`to_date(${term.text})`, 'date', term.nullable)
  if (term.type === 'integer' || term.type === 'decimal') {
    return atom(`to_date(to_date('1970-01-01') + make_interval(days:=${term.text}))`, 'date', term.nullable)
  }
  return atom(`try(to_date(left(${toText(term).text},10)))`, 'date')
}

/** A moment; NULL where there is none to be read. */
export function toDateTime(term: Term): Term {
  if (term.type === 'datetime') return term
  if (typeof term.constant === 'string') {
    const text = term.constant.trim()
    const valid = isoMoment.test(text) || isoDate.test(text)
    return valid ? atom(`to_datetime(${quoteText(text)})`, 'datetime') : nothing('datetime')
  }
  if (term.type === 'date') return atom(`to_datetime(${term.text})`, 'datetime', term.nullable)
  if (term.type === 'integer' || term.type === 'decimal') {
    const text = `to_datetime('1970-01-01T00:00:00') + make_interval(days:=${term.text})`
    return loose(text, 'datetime', term.nullable)
  }
  return atom(`try(to_datetime(${toText(term).text}))`, 'datetime')
}

/** The values of a select_multiple, or the words of any other text, as a QGIS array. */
export function toArray(term: Term): string {
  if (term.type !== 'set' || term.constant !== undefined)
    return `string_to_array(trim(regexp_replace(${toText(term).text},' +',' ')),' ')`
  return `string_to_array(regexp_replace(coalesce(${term.text},''),'^\\\\{|\\\\}$|"',''),',')`
}

/** The stored form of a select_multiple (`{"a","b"}`) from words with spaces between. */
export function toSet(term: Term): Term {
  if (term.type === 'set') return term
  if (term.constant !== undefined) {
    const words = String(term.constant).split(/\s+/u).filter(Boolean)
    return { ...textTerm(words.length === 0 ? '' : `{"${words.join('","')}"}`), type: 'set' }
  }
  const text = `'{"' || replace(trim(${toText(term).text}),' ','","') || '"}'`
  return loose(`nullif(${text},'{""}')`, 'set')
}

/** The number that an XPath string or truth value stands for, NaN included. */
export function numberOf(value: string | number | boolean): number {
  if (typeof value !== 'string') return Number(value)
  return xpathNumber.test(value) ? Number(value) : Number.NaN
}

/** Whether a written-out text can be read as a date or a moment. */
export function isDateText(text: string): boolean {
  return isoDate.test(text.trim()) || isoMoment.test(text.trim())
}

function orEmpty(text: string, nullable: boolean): Term {
  return sureText(nullable ? `coalesce(${text},'')` : text)
}

/** QGIS writes 1e+06 for a million as a real number; ODK writes 1000000. */
function decimalText(term: Term): string {
  return bind('number', term, ({ text }) =>
    atom(
      `if(abs(${text}) < 1e15 and ${text} = floor(${text}),to_string(to_int(${text})),to_string(${text}))`,
      'text',
    ),
  ).text
}

/** ODK's `latitude longitude altitude accuracy`. */
function pointText(term: Term): string {
  const part = (axis: 'x' | 'y') => `to_string(round(${axis}(centroid(${term.text})),7))`
  return `coalesce(${part('y')} || ' ' || ${part('x')} || ' 0 0','')`
}
