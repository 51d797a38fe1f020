import type { Reference, ValueType } from '#worker/domain/qgis/scope.ts'

/** A translated piece: QGIS text with what is known of its value. */
export interface Term {
  text: string
  type: ValueType
  /** What binds its parts; an atom can be an operand as it stands. */
  shape: 'atom' | 'and' | 'or' | 'loose'
  /** Whether it can be NULL, which is how QGIS holds an empty answer. */
  nullable: boolean
  /** The value, where it is written out in the form. */
  constant?: string | number | boolean
  /** The question that it reads and nothing more. */
  reference?: Reference
}

/** A call, column or variable. */
export function atom(text: string, type: ValueType, nullable = true): Term {
  return { text, type, shape: 'atom', nullable }
}

/** Something with an operator outside of parentheses. */
export function loose(text: string, type: ValueType, nullable = true): Term {
  return { text, type, shape: 'loose', nullable }
}

/** Text that is never NULL. */
export function sureText(text: string): Term {
  return atom(text, 'text', false)
}

export function textTerm(value: string): Term {
  return { text: quoteText(value), type: 'text', shape: 'atom', nullable: false, constant: value }
}

export function booleanTerm(value: boolean): Term {
  return { text: String(value), type: 'boolean', shape: 'atom', nullable: false, constant: value }
}

export function numberTerm(value: number): Term {
  if (!Number.isFinite(value)) return nothing('decimal')
  const type = Number.isInteger(value) ? 'integer' : 'decimal'
  return { text: String(value), type, shape: value < 0 ? 'loose' : 'atom', nullable: false, constant: value }
}

/** No answer. */
export function nothing(type: ValueType): Term {
  return atom('NULL', type)
}

/** The term's text as an operand of any operator. */
export function operand(term: Term): string {
  return term.shape === 'atom' ? term.text : `(${term.text})`
}

/** A QGIS string literal: quotes doubled, and backslashes too, since QGIS reads `\n` inside quotes. */
export function quoteText(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/** A QGIS column name. */
export function quoteColumn(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function isNumeric(term: Term): boolean {
  return term.type === 'integer' || term.type === 'decimal'
}

export function isDated(term: Term): boolean {
  return term.type === 'date' || term.type === 'datetime'
}

/**
 * Uses a value more than once: as it stands when it is a column, a variable or a literal, else through a QGIS
 * variable. A nested `bind` needs another name; text inside `use` that was translated elsewhere needs no care,
 * since it only reads variables that it sets itself.
 */
export function bind(name: string, value: Term, use: (value: Term) => Term): Term {
  const simple = value.constant !== undefined || /^(?:"(?:[^"]|"")*"|@\w+)$/u.test(value.text)
  if (simple) return use(value)
  const { constant: _constant, reference: _reference, ...known } = value
  const body = use({ ...known, text: `@${name}`, shape: 'atom' })
  return { ...body, text: `with_variable('${name}',${value.text},${body.text})`, shape: 'atom' }
}
