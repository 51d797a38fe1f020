import { expect, test } from 'vitest'
import { inFilter, inSurvey } from '#test/worker/domain/qgis/expression/vectors.ts'
import type { Expected } from '#test/worker/domain/qgis/expression/vector.ts'
import { differences } from '#test/worker/domain/xpath/evaluate/differences.ts'
import { rowOf, sightOf, usual } from '#test/worker/domain/xpath/evaluate/record.ts'
import { functionRules } from '#worker/domain/qgis/expression/functions.ts'
import { evaluateXPath } from '#worker/domain/xpath/evaluate/evaluate.ts'
import { evaluatedFunctions } from '#worker/domain/xpath/evaluate/functions.ts'
import { isEmpty, toBoolean, toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

function meets(value: Value, expected: Expected): boolean {
  const shown = typeof value === 'object' ? toText(value) : value
  if (typeof expected === 'function') return expected(shown)
  if (expected instanceof RegExp) return expected.test(toText(value))
  if (expected === null || expected === '') return isEmpty(value)
  if (typeof expected === 'number' && typeof shown === 'number') {
    return Math.abs(shown - expected) <= 1e-6 * Math.max(1, Math.abs(expected))
  }
  return shown === expected || toText(value) === expected
}

function valueOf(xpath: string): Value {
  const parsed = parseXPath(xpath)
  const result = parsed.ok && evaluateXPath(parsed.ast, sightOf(usual))
  expect(result).toMatchObject({ ok: true })
  return result !== false && result.ok ? result.value : ''
}

const apart = new Set(differences.map(({ xpath }) => xpath))

test.each(inSurvey.filter(([xpath]) => !apart.has(xpath)))('%s', (xpath, expected, scope) => {
  const value = scope?.place === 'relevance' ? toBoolean(valueOf(xpath)) : valueOf(xpath)
  expect(meets(value, expected), `${xpath} gave ${JSON.stringify(value)}, not ${String(expected)}`).toBe(true)
})

test.each(inFilter)('%s, of a choice', (xpath, expected) => {
  const columns = rowOf({ name: 'b', label: 'Bean', region: 'S', cost: 2 })
  const parsed = parseXPath(xpath)
  const result = parsed.ok && evaluateXPath(parsed.ast, { ...sightOf(usual), columns })
  const value = result !== false && result.ok ? toBoolean(result.value) : ''
  expect(meets(value, expected), `${xpath} gave ${JSON.stringify(result)}, not ${String(expected)}`).toBe(
    true,
  )
})

test.each(differences)('$xpath: $reason', ({ xpath, interpreter }) => {
  expect(toText(valueOf(xpath))).toBe(interpreter)
})

test('supports the functions that the translator has, with as many arguments', () => {
  const arity = (rules: Iterable<[string, { least: number; most: number }]>) =>
    Object.fromEntries([...rules].map(([name, { least, most }]) => [name, [least, most]]))
  expect(arity(evaluatedFunctions)).toEqual(arity(functionRules))
})

test.each([
  ['${nobody} + 1', 'xpath.unknownReference'],
  ['${group}', 'xpath.groupValue'],
  ['${q} + 1', 'xpath.repeatValue'],
  ['unheard(1)', 'xpath.unknownFunction'],
  ['pow(1)', 'xpath.arguments'],
  ['bare', 'xpath.bareName'],
  ['${n} | ${d}', 'xpath.unsupported'],
  ['${last-saved#n}', 'xpath.unsupported'],
  ['position(..)', 'xpath.outsideRepeat'],
  ['count(${n})', 'xpath.notMany'],
  ["instance('none')/root/item/name", 'xpath.unknownList'],
  ["jr:choice-name('a', '${n}')", 'xpath.notSelect'],
])('%s is a problem', (xpath, code) => {
  const parsed = parseXPath(xpath)
  expect(parsed.ok && evaluateXPath(parsed.ast, sightOf(usual))).toMatchObject({
    ok: false,
    problem: { code },
  })
})
