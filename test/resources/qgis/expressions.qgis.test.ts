import { expect, test } from 'vitest'
import { succeed } from '#test/resources/qgis/call.ts'

const fields = [
  { name: 'floors', type: 'integer' },
  { name: 'use', type: 'text' },
]

/** Ids of the expressions that QGIS would not run, with the words for them. */
async function failures(expressions: Record<string, string>) {
  const items = Object.entries(expressions).map(([id, expression]) => ({ id, expression, fields }))
  const { failures: found } = await succeed('expressions', { items })
  return Object.fromEntries(found.map(({ id, message }) => [id, message]))
}

test('passes what QGIS can prepare', async () => {
  expect(
    await failures({
      compare: '"floors" > 3 and "Use" = \'home\'',
      form: "current_value('floors')",
      other: "aggregate('list_use','count',\"name\")",
      repeat: "relation_aggregate('rel_people','count',\"age\") > 1",
      variable: '@cloud_username',
      feature: "get_feature('list_use','name',\"use\")",
    }),
  ).toEqual({})
})

test("tells what it cannot, in QGIS' words", async () => {
  const found = await failures({
    syntax: '"floors" +',
    unknown: 'selected_at("use")',
    column: 'coalesce("storeys",0) > 1',
    fine: '1',
  })
  expect(Object.keys(found)).toEqual(['syntax', 'unknown', 'column'])
  expect(found['syntax']).toContain('syntax error')
  expect(found['unknown']).toContain('not known')
  expect(found['column']).toContain('storeys')
})
