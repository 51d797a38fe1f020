import { aggregateFunctions } from '#worker/domain/qgis/expression/aggregate.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { dateFunctions } from '#worker/domain/qgis/expression/date.ts'
import { geometryFunctions } from '#worker/domain/qgis/expression/geometry.ts'
import { logicFunctions } from '#worker/domain/qgis/expression/logic.ts'
import { numberFunctions } from '#worker/domain/qgis/expression/number.ts'
import { selectFunctions } from '#worker/domain/qgis/expression/select.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import { digestFunctions } from '#worker/domain/qgis/expression/digest.ts'
import { patternFunctions } from '#worker/domain/qgis/expression/pattern.ts'
import { substringFunctions } from '#worker/domain/qgis/expression/substring.ts'
import { textFunctions } from '#worker/domain/qgis/expression/text.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

/** Every XPath function that has a translation. */
export const functionRules: ReadonlyMap<string, FunctionRule> = new Map(
  [
    logicFunctions,
    textFunctions,
    substringFunctions,
    patternFunctions,
    digestFunctions,
    numberFunctions,
    dateFunctions,
    selectFunctions,
    aggregateFunctions,
    geometryFunctions,
  ].flatMap((rules) => Object.entries(rules)),
)

/** Functions of ODK, Enketo, Survey123 and XPath that QField has nothing for. */
export const foreignFunctions = new Set([
  'current',
  'extract-signed',
  'id',
  'instance',
  'jr:itext',
  'lang',
  'last',
  'local-name',
  'name',
  'namespace-uri',
  'property',
  'randomize',
  'string-map',
])

/** Writes a function call, or says why it cannot be. */
export function functionCall(call: CallExpression, compiling: Compiling): Term {
  const rule = functionRules.get(call.name)
  if (rule === undefined) {
    const known =
      foreignFunctions.has(call.name) || call.name.startsWith('ex:') || call.name.startsWith('jr:')
    if (known) return compiling.fail('xpath.unsupported', { feature: `${call.name}()` }, call.span)
    return compiling.fail('xpath.unknownFunction', { name: call.name }, call.span)
  }
  const given = call.args.length
  if (given >= rule.least && given <= rule.most) return rule.write(call, compiling)
  const most = Number.isFinite(rule.most) ? rule.most : '∞'
  return compiling.fail('xpath.arguments', { function: call.name, given, least: rule.least, most }, call.span)
}
