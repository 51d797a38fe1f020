import type { CallExpression } from '#worker/domain/xpath/ast.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { toNumber, toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/** An argument's value; `.` where the first is left out, empty where a later one is. */
export function anyArgument(call: CallExpression, index: number, evaluating: Evaluating): Value {
  const ast = call.args[index]
  if (ast !== undefined) return evaluating.value(ast)
  if (index > 0) return ''
  const step = { axis: 'self', test: 'node()', predicates: [], span: call.span }
  return evaluating.value({ kind: 'path', from: 'here', steps: [step], span: call.span })
}

export function textArgument(call: CallExpression, index: number, evaluating: Evaluating): string {
  return toText(anyArgument(call, index, evaluating))
}

export function numberArgument(call: CallExpression, index: number, evaluating: Evaluating): number {
  return toNumber(anyArgument(call, index, evaluating))
}

/** A function of numbers, all of them given. */
export function ofNumbers(count: number, compute: (...numbers: number[]) => Value): FunctionRule {
  return {
    least: count,
    most: count,
    run: (call, evaluating) =>
      compute(...call.args.map((_, index) => numberArgument(call, index, evaluating))),
  }
}

/** A function of texts, all of them given. */
export function ofTexts(count: number, compute: (...texts: string[]) => Value): FunctionRule {
  return {
    least: count,
    most: count,
    run: (call, evaluating) => compute(...call.args.map((_, index) => textArgument(call, index, evaluating))),
  }
}
