import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wellTyped } from '#test/worker/domain/qgis/expression/arbitrary.ts'
import { surveyScope } from '#test/worker/domain/qgis/expression/form.ts'
import { evaluate } from '#test/worker/domain/qgis/expression/qgis.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import type { Place } from '#worker/domain/qgis/scope.ts'

const places: Place[] = ['default', 'relevance', 'constraint', 'label']

test('translations of well-typed expressions parse, and rules are true or false', () => {
  const sample = fc.sample(fc.record({ xpath: wellTyped, place: fc.constantFrom(...places) }), {
    numRuns: 1000,
    ...(process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }),
  })
  const translated = sample.map(({ xpath, place }) => {
    const translation = translateXPath(xpath, surveyScope({ place }))
    expect({ xpath, problems: translation.problems.filter((problem) => problem.level === 'error') }).toEqual({
      xpath,
      problems: [],
    })
    return { xpath, place, expression: translation.ok ? translation.expression : '' }
  })
  const outcomes = evaluate(translated.map(({ expression }) => ({ expression, layer: 'survey' })))
  const bad = translated.flatMap((one, index) => {
    const { parse, error, value } = outcomes[index] ?? { parse: 'no answer', error: null, value: null }
    const decided = [true, false, 1, 0].includes(value as boolean | number)
    const rule = one.place === 'relevance' || one.place === 'constraint'
    return parse !== null || error !== null || (rule && !decided) ? [{ ...one, parse, error, value }] : []
  })
  expect(bad).toEqual([])
})
