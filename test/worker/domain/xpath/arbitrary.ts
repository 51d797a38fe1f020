import * as fc from 'fast-check'
import type { BinaryOperator, Expression, Step } from '#worker/domain/xpath/ast.ts'

const span = { start: 0, end: 0 }
const operators: BinaryOperator[] = [
  'or',
  'and',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  'div',
  'mod',
  '|',
]
const name = fc.constantFrom(
  'a',
  'kids',
  'div',
  'and',
  'or',
  'mod',
  'a-b',
  'x.1',
  '_y',
  'größe',
  'नाम',
  'amenity:type',
)
const callName = fc.constantFrom('count', 'jr:choice-name', 'if', 'not', 'true', 'decimal-date-time', 'div')
const value = fc.oneof(
  fc.nat(),
  fc.nat().map((number) => number / 1024),
  fc.constant(1e21),
)
const text = fc.string({ unit: 'binary' }).filter((one) => !/['"‘’‚‛“”„‟]/u.test(one) || one === "it's")

/** Any tree that the grammar knows. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression; step: Step }>(
  (tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      value.map((number): Expression => ({ kind: 'number', value: number, span })),
      fc
        .oneof(text, fc.constant("it's"))
        .map((string): Expression => ({ kind: 'string', value: string, span })),
      fc
        .record({ name, lastSaved: fc.boolean() })
        .map((one): Expression => ({ kind: 'reference', ...one, span })),
      fc
        .record({ name: callName, args: fc.array(tie('expression'), { maxLength: 3 }) })
        .map((one): Expression => ({ kind: 'call', ...one, span })),
      fc
        .record({
          operator: fc.constantFrom(...operators),
          left: tie('expression'),
          right: tie('expression'),
        })
        .map((one): Expression => ({ kind: 'binary', ...one, span })),
      tie('expression').map((operand): Expression => ({ kind: 'negate', operand, span })),
      fc
        .record({
          from: fc.oneof(fc.constantFrom('root' as const, 'here' as const), tie('expression')),
          steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
        })
        .map((one): Expression => ({ kind: 'path', ...one, span })),
      fc
        .record({
          base: tie('expression').filter((base) => base.kind !== 'path' && base.kind !== 'filter'),
          predicates: fc.array(tie('expression'), { minLength: 1, maxLength: 2 }),
        })
        .map((one): Expression => ({ kind: 'filter', ...one, span })),
    ),
    step: fc
      .record({
        way: fc.oneof(
          fc.constantFrom(['self', 'node()'], ['parent', 'node()'], ['child', '*'], ['child', 'text()']),
          name.map((test) => ['child', test]),
          name.map((test) => ['attribute', test]),
          name.map((test) => ['ancestor', test]),
        ),
        predicates: fc.array(tie('expression'), { maxLength: 1 }),
      })
      .map(({ way: [axis = '', test = ''], predicates }) => ({ axis, test, predicates, span })),
  }),
).expression

/** The same tree with all spans at 0. */
export function withoutSpans(ast: Expression): Expression {
  return JSON.parse(JSON.stringify(ast, (key, part: unknown) => (key === 'span' ? span : part))) as Expression
}
