import type { CallExpression } from '#worker/domain/xpath/ast.ts'
import { aggregateFunctions } from '#worker/domain/xpath/evaluate/aggregate.ts'
import { dateFunctions } from '#worker/domain/xpath/evaluate/date.ts'
import { geometryFunctions } from '#worker/domain/xpath/evaluate/geometry.ts'
import { logicFunctions } from '#worker/domain/xpath/evaluate/logic.ts'
import { numberFunctions } from '#worker/domain/xpath/evaluate/number.ts'
import { selectFunctions } from '#worker/domain/xpath/evaluate/select.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { textFunctions } from '#worker/domain/xpath/evaluate/text.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/** The same functions that the translator has. */
export const evaluatedFunctions: ReadonlyMap<string, FunctionRule> = new Map(
  [
    logicFunctions,
    textFunctions,
    numberFunctions,
    dateFunctions,
    selectFunctions,
    aggregateFunctions,
    geometryFunctions,
  ].flatMap((rules) => Object.entries(rules)),
)

export function callFunction(call: CallExpression, evaluating: Evaluating): Value {
  const rule = evaluatedFunctions.get(call.name)
  if (rule === undefined) return evaluating.fail('xpath.unknownFunction', { name: call.name }, call.span)
  const given = call.args.length
  if (given >= rule.least && given <= rule.most) return rule.run(call, evaluating)
  const most = Number.isFinite(rule.most) ? rule.most : '∞'
  return evaluating.fail(
    'xpath.arguments',
    { function: call.name, given, least: rule.least, most },
    call.span,
  )
}
