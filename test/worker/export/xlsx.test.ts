import { read, utils } from '@e965/xlsx'
import { expect, test } from 'vitest'
import type { ResultRow, ResultTable } from '#worker/domain/results/result-tables.ts'
import { xlsx } from '#worker/export/xlsx.ts'

function tableOf(name: string): ResultTable {
  const value = (row: ResultRow) => {
    const stored = row.values.get('a') ?? null
    return typeof stored === 'boolean' ? null : stored
  }
  return { name, columns: [{ heading: 'a', value }], geometry: [], sources: [] }
}

async function* rowsOf(...values: string[]): AsyncGenerator<ResultRow> {
  for (const value of values) yield await Promise.resolve(rowWith(value))
}

function rowWith(value: string): ResultRow {
  return { layer: 'survey', values: new Map([['a', value]]), geometry: null }
}

test('leaves out what no cell can hold, and says how much', async () => {
  const longest = 'x'.repeat(32_767)
  const made = await xlsx([tableOf('survey')], () => rowsOf(longest, `${longest}x`, '=1+1'))
  expect(made).toMatchObject({ cellsLeftOut: 1, rowsLeftOut: 0 })
  const sheet = read(made.bytes).Sheets['survey'] ?? {}
  expect(utils.sheet_to_json(sheet, { header: 1, blankrows: true })).toEqual([['a'], [longest], [], ['=1+1']])
  expect(sheet['A4']).toMatchObject({ t: 's' })
})

test('names sheets as a spreadsheet allows, each once', async () => {
  const long = 'a_very_long_name_of_a_repeat_with_rooms'
  const names = ['survey', 'Survey', 'a:b', long, `${long}_2`]
  const { bytes } = await xlsx(names.map(tableOf), () => rowsOf())
  expect(read(bytes).SheetNames).toEqual([
    'survey',
    'Survey_2',
    'a_b',
    'a_very_long_name_of_a_repeat_wi',
    'a_very_long_name_of_a_repeat__2',
  ])
})
