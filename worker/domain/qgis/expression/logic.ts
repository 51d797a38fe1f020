import { anyArgument, truthArgument } from '#worker/domain/qgis/expression/argument.ts'
import { not } from '#worker/domain/qgis/expression/compare.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { toBoolean, toDate, toDateTime, toText } from '#worker/domain/qgis/expression/convert.ts'
import { ownColumn, typeOf } from '#worker/domain/qgis/expression/column.ts'
import {
  atom,
  booleanTerm,
  isDated,
  isNumeric,
  loose,
  nothing,
  operand,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

/** `and` and `or` of two terms; chains of the same operator need no parentheses. */
export function junction(left: Term, right: Term, operator: 'and' | 'or'): Term {
  const part = (term: Term) => (term.shape === operator ? term.text : operand(term))
  const [one, other] = [toBoolean(left), toBoolean(right)]
  return { ...loose(`${part(one)} ${operator} ${part(other)}`, 'boolean', false), shape: operator }
}

export const logicFunctions: Record<string, FunctionRule> = {
  true: { least: 0, most: 0, write: () => booleanTerm(true) },
  false: { least: 0, most: 0, write: () => booleanTerm(false) },
  not: { least: 1, most: 1, write: (call, compiling) => not(truthArgument(call, 0, compiling)) },
  boolean: { least: 1, most: 1, write: (call, compiling) => truthArgument(call, 0, compiling) },
  'boolean-from-string': {
    least: 1,
    most: 1,
    write: (call, compiling) => {
      const value = anyArgument(call, 0, compiling)
      if (value.type === 'boolean') return toBoolean(value)
      return loose(`lower(${toText(value).text}) in ('true','1')`, 'boolean', false)
    },
  },
  if: { least: 3, most: 3, write: choice },
  coalesce: { least: 1, most: Number.POSITIVE_INFINITY, write: firstAnswer },
  once: { least: 1, most: 1, write: once },
}

/** QGIS takes NULL for false, but so does XPath only after boolean(): the condition is made sure first. */
function choice(call: CallExpression, compiling: Compiling): Term {
  const condition = truthArgument(call, 0, compiling)
  const [yes, no] = alike([anyArgument(call, 1, compiling), anyArgument(call, 2, compiling)])
  if (yes === undefined || no === undefined) return nothing('unknown')
  if (yes.type === 'boolean' && typeof yes.constant === 'boolean' && typeof no.constant === 'boolean') {
    if (yes.constant === no.constant) return yes
    return yes.constant ? condition : not(condition)
  }
  return atom(`if(${condition.text},${yes.text},${no.text})`, yes.type, yes.nullable || no.nullable)
}

/** The first argument with an answer; for text, '' is no answer. */
function firstAnswer(call: CallExpression, compiling: Compiling): Term {
  const terms = alike(call.args.map((_, index) => anyArgument(call, index, compiling)))
  const [type = 'unknown', nullable] = [terms[0]?.type, terms.every((term) => term.nullable)]
  if (type === 'boolean') return terms[0] ?? nothing('boolean')
  if (type !== 'text') return atom(`coalesce(${terms.map((term) => term.text).join(',')})`, type, nullable)
  const last = terms.length - 1
  const texts = terms.map((term, index) => (index === last ? term.text : `nullif(${term.text},'')`))
  return atom(`coalesce(${texts.join(',')})`, 'text', false)
}

/** The own answer where there is one, so that the first value stays. */
function once(call: CallExpression, compiling: Compiling): Term {
  compiling.unsteady()
  const value = anyArgument(call, 0, compiling)
  const { self, place } = compiling.scope
  if (self === null || self.kind !== 'field' || place !== 'default') return value
  const own = atom(ownColumn(self.column, compiling), typeOf(self))
  const [kept, fresh] = alike([own, value])
  if (kept === undefined || fresh === undefined) return value
  const text = kept.type === 'text' ? `nullif(${kept.text},'')` : kept.text
  return atom(`coalesce(${text},${fresh.text})`, kept.type, fresh.nullable)
}

/** The terms with one type: what they share, else text. An empty string among numbers or dates is NULL. */
function alike(terms: Term[]): Term[] {
  const filled = terms.filter((term) => term.constant !== '' && term.text !== 'NULL')
  const [first] = filled
  if (first === undefined) {
    const type = terms[0]?.type
    return type !== 'text' && terms.every((term) => term.type === type) ? terms : terms.map(toText)
  }
  const blank = (term: Term, convert: (term: Term) => Term) =>
    filled.includes(term) ? convert(term) : nothing(first.type)
  if (filled.every(isNumeric)) {
    const type = filled.every((term) => term.type === 'integer') ? 'integer' : 'decimal'
    return terms.map((term) => ({ ...blank(term, (same) => same), type }))
  }
  if (filled.every(isDated)) {
    const convert = filled.some((term) => term.type === 'datetime') ? toDateTime : toDate
    return terms.map((term) => blank(term, convert))
  }
  // An acknowledge question's `OK` beside a truth value; as text, `false` would be an answer and so true.
  if (terms.every((term) => term.type === 'boolean') && terms.some((term) => !term.nullable)) {
    return terms.map(toBoolean)
  }
  const sameSet = terms.every((term) => term.type === 'set')
  const sameGeometry = terms.every((term) => term.type === 'geometry')
  return sameSet || sameGeometry ? terms : terms.map(toText)
}
