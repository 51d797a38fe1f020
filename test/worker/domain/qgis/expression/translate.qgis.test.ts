import { describe, expect, test } from 'vitest'
import { kidsScope, surveyScope, toysScope } from '#test/worker/domain/qgis/expression/form.ts'
import { evaluate } from '#test/worker/domain/qgis/expression/qgis.ts'
import type { Case, Outcome } from '#test/worker/domain/qgis/expression/qgis.ts'
import { inColumns, inFilter, inKids, inSurvey, inToys } from '#test/worker/domain/qgis/expression/vectors.ts'
import type { Expected, Vector } from '#test/worker/domain/qgis/expression/vector.ts'
import { nextIndex } from '#worker/domain/qgis/expression/aggregate.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import type { Scope } from '#worker/domain/qgis/scope.ts'

interface Group {
  title: string
  vectors: Vector[]
  layer: NonNullable<Case['layer']>
  row: number
  scope(more: Partial<Scope>): Scope
}

const groups: Group[] = [
  { title: 'on the survey', vectors: inSurvey, layer: 'survey', row: 0, scope: surveyScope },
  { title: 'in columns', vectors: inColumns, layer: 'survey', row: 0, scope: surveyScope },
  {
    title: 'in a choice filter',
    vectors: inFilter,
    layer: 'list_c',
    row: 1,
    scope: (more) => surveyScope({ place: 'choiceFilter', ...more }),
  },
  { title: 'in a repeat', vectors: inKids, layer: 'kids', row: 1, scope: kidsScope },
  { title: 'in a repeat of a repeat', vectors: inToys, layer: 'toys', row: 0, scope: toysScope },
]

function meets(value: unknown, expected: Expected): boolean {
  if (typeof expected === 'function') return expected(value)
  if (expected instanceof RegExp) return typeof value === 'string' && expected.test(value)
  // QGIS before 3.30 answers comparisons with 1 and 0.
  if (typeof expected === 'boolean') return value === expected || value === Number(expected)
  if (typeof expected !== 'number') return value === expected
  return typeof value === 'number' && Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected))
}

const rows = groups.flatMap((group) =>
  group.vectors.map(([xpath, expected, more]) => {
    const translation = translateXPath(xpath, group.scope(more ?? {}))
    const expression = translation.ok ? translation.expression : null
    return { group, xpath, expected, expression, problems: translation.problems }
  }),
)
const cases = rows.map(({ group, expression }) => ({
  expression: expression ?? '',
  layer: group.layer,
  row: group.row,
}))
const outcomes = evaluate([...cases, { expression: nextIndex('kids'), layer: 'kids', row: 0 }])

describe.each(groups.map((group) => [group.title, group] as const))('%s', (_title, group) => {
  const own = rows.flatMap((row, index) =>
    row.group === group ? [{ ...row, outcome: outcomes[index] as Outcome }] : [],
  )
  test.each(own)('$xpath', ({ expected, expression, outcome, problems }) => {
    expect(problems.filter((problem) => problem.level === 'error')).toEqual([])
    expect({ expression, parse: outcome.parse, error: outcome.error }).toEqual({
      expression,
      parse: null,
      error: null,
    })
    expect(
      meets(outcome.value, expected),
      `${expression} gave ${JSON.stringify(outcome.value)}, not ${String(expected)}`,
    ).toBe(true)
  })
})

test('the next index of a repeat counts on from its siblings', () => {
  expect(outcomes.at(-1)?.value).toBe(4)
})
