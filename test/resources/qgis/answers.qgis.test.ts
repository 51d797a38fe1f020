import { expect, test } from 'vitest'
import type { AnswerPlan } from '#worker/domain/qgis/plan.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { point, rows, scratch, writeGeojson } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

const plan = (attribute: string, column: string, more: Partial<AnswerPlan> = {}): AnswerPlan => ({
  attribute,
  column,
  type: 'text',
  choices: null,
  multiple: false,
  bounds: null,
  asked: false,
  ...more,
})

async function pass(name: string, answers: AnswerPlan[], properties: Record<string, unknown>[]) {
  const source = await writeGeojson(
    path(`${name}.geojson`),
    properties.map((one, index) => ({ geometry: point(85 + index / 100, 27), properties: one })),
  )
  const out = path(`${name}.gpkg`)
  const report = await succeed('features', {
    path: source,
    out,
    reserved: answers.map((answer) => answer.column),
    answers,
    namespace: 'https://example.org/p/1',
    area: null,
  })
  return { out, report }
}

test('valid values are answers; what is not valid is counted and stays an attribute', async () => {
  const answers = [
    plan('roof', 'roof', { choices: ['tin', 'tile'] }),
    plan('amenity', 'services', { choices: ['school', 'clinic'], multiple: true }),
    plan('levels', 'levels', { type: 'integer', bounds: [1, 10] }),
    plan('nothing', 'other'),
  ]
  const { out, report } = await pass('valid', answers, [
    { roof: 'tin', amenity: 'school;clinic', levels: '3' },
    { roof: 'Tin', amenity: 'school bar', levels: '11' },
    { roof: null, amenity: '', levels: 'many' },
  ])
  expect(rows(out, 'select roof, seed_roof, services, amenity, levels from survey order by fid')).toEqual([
    { roof: 'tin', seed_roof: 'tin', services: '{"school","clinic"}', amenity: 'school;clinic', levels: 3 },
    { roof: null, seed_roof: 'Tin', services: null, amenity: 'school bar', levels: null },
    { roof: null, seed_roof: null, services: null, amenity: '', levels: null },
  ])
  expect(report.answers).toEqual([
    { attribute: 'roof', column: 'roof', taken: 1, refused: 1, example: 'Tin' },
    { attribute: 'amenity', column: 'services', taken: 1, refused: 1, example: 'school bar' },
    { attribute: 'levels', column: 'levels', taken: 1, refused: 2, example: '11' },
  ])
  expect(report.fields.map((field) => field.name)).toEqual(['seed_roof', 'amenity', 'seed_levels'])
  expect(rows(out, "select count(*) as n from pragma_table_info('survey') where name = 'other'")).toEqual([
    { n: 0 },
  ])
})

test('each type of question takes what it can hold', async () => {
  const answers = [
    plan('t', 'text'),
    plan('d', 'day', { type: 'date' }),
    plan('dt', 'moment', { type: 'datetime' }),
    plan('h', 'hour', { type: 'time' }),
    plan('b', 'done', { type: 'boolean' }),
    plan('n', 'number', { type: 'decimal' }),
    plan('yn', 'answer', { choices: ['yes', 'no'] }),
    plan('c', 'code', { choices: ['1', '2'] }),
  ]
  const { out, report } = await pass('types', answers, [
    { t: 7, d: '2024-02-29', dt: '2024-02-29T10:00:00+02:00', h: '7:05', b: true, n: '2.5', yn: true, c: 2 },
    { t: 8, d: 'yesterday', dt: 'x', h: '25:00', b: false, n: '2,5', yn: false, c: 3 },
  ])
  const columns = 'text, day, moment, hour, done, number, answer, code'
  expect(rows(out, `select ${columns} from survey order by fid`)).toEqual([
    {
      text: '7',
      day: '2024-02-29',
      moment: '2024-02-29T08:00:00.000Z',
      hour: '07:05:00',
      done: 1,
      number: 2.5,
      answer: 'yes',
      code: '2',
    },
    {
      text: '8',
      day: null,
      moment: null,
      hour: null,
      done: null,
      number: null,
      answer: 'no',
      code: null,
    },
  ])
  expect(report.answers.map(({ column, refused }) => [column, refused])).toEqual([
    ['text', 0],
    ['day', 1],
    ['moment', 1],
    ['hour', 1],
    ['done', 1],
    ['number', 1],
    ['answer', 0],
    ['code', 1],
  ])
})
