import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { surveyScope } from '#test/worker/domain/qgis/expression/form.ts'
import { evaluate } from '#test/worker/domain/qgis/expression/qgis.ts'
import { agree } from '#test/worker/domain/xpath/agree.ts'
import { differences } from '#test/worker/domain/xpath/evaluate/differences.ts'
import { sightOf, usual } from '#test/worker/domain/xpath/evaluate/record.ts'
import { answers, typed } from '#test/worker/domain/xpath/typed.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import { evaluateXPath } from '#worker/domain/xpath/evaluate/evaluate.ts'
import { toBoolean, toText } from '#worker/domain/xpath/evaluate/value.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

const runs = Number(process.env['RUNS'] ?? 600)
const seed = process.env['SEED']

test('QGIS and the interpreter agree on random expressions and answers', () => {
  const sample = fc.sample(
    fc.record({
      xpath: typed,
      record: answers,
      place: fc.constantFrom('default' as const, 'constraint' as const),
    }),
    {
      numRuns: runs,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  )
  const cases = sample.map(({ xpath, record, place }) => {
    const translation = translateXPath(xpath, surveyScope({ place }))
    const parsed = parseXPath(xpath)
    const result = parsed.ok ? evaluateXPath(parsed.ast, sightOf(record)) : null
    expect({ xpath, translated: translation.ok, result }).toMatchObject({
      translated: true,
      result: { ok: true },
    })
    const value = result?.ok ? result.value : ''
    return {
      xpath,
      record,
      expression: translation.ok ? translation.expression : '',
      value: place === 'constraint' ? toBoolean(value) : value,
    }
  })
  const outcomes = evaluate(
    cases.map(({ expression, record }) => ({ expression, layer: 'survey', answers: record })),
  )
  const apart = cases.flatMap(({ xpath, record, expression, value }, index) => {
    const { parse = null, error = null, value: found = null } = outcomes[index] ?? {}
    if (parse === null && error === null && agree(value, found)) return []
    const read = Object.fromEntries(
      Object.entries(record).filter(
        ([name]) => xpath.includes(`\${${name}}`) || (name === 'one' && xpath.includes('onemap')),
      ),
    )
    return [
      {
        xpath,
        answers: read,
        interpreter: typeof value === 'object' ? toText(value) : value,
        qgis: error ?? found,
        expression,
      },
    ]
  })
  apart.sort((one, other) => one.xpath.length - other.xpath.length)
  expect(apart.slice(0, 25)).toEqual([])
})

test('the differences on purpose are differences', () => {
  const outcomes = evaluate(
    differences.map(({ xpath }) => {
      const translation = translateXPath(xpath, surveyScope())
      return { expression: translation.ok ? translation.expression : '', layer: 'survey', answers: usual }
    }),
  )
  const alike = differences.filter(({ interpreter }, index) => {
    const { parse = 'none', error = 'none', value = null } = outcomes[index] ?? {}
    return parse !== null || error !== null || agree(interpreter, value)
  })
  expect(alike).toEqual([])
})
