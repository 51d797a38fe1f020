import { mkdir } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'
import { apply, copyOf, delta, rowsOf, verdicts } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const id = 'values_11111111111'

let project: string
beforeAll(async () => {
  await mkdir(path('base'))
  await python(makeTable, path('base/values.gpkg'))
  const layers = [{ name: 'values', kind: 'gpkg' as const, id }]
  ;({ project } = await makeProject({ out: path('base'), file: 'site.qgs', layers }))
})

const makeTable = `
import sys
from osgeo import ogr
ogr.UseExceptions()
source = ogr.GetDriverByName('GPKG').CreateDataSource(sys.argv[1])
layer = source.CreateLayer('values', None, ogr.wkbNone)
kinds = {
  'i': (ogr.OFTInteger, 0), 'l': (ogr.OFTInteger64, 0), 'r': (ogr.OFTReal, 0), 's': (ogr.OFTString, 0),
  'b': (ogr.OFTInteger, ogr.OFSTBoolean), 'd': (ogr.OFTDate, 0), 't': (ogr.OFTDateTime, 0),
  'j': (ogr.OFTString, ogr.OFSTJSON),
}
for name, (kind, subtype) in kinds.items():
    field = ogr.FieldDefn(name, kind)
    field.SetSubType(subtype)
    layer.CreateField(field)
`

const valueOf = (json: string): unknown => (parseExactly(`[${json}]`) as unknown[])[0]

const readable = (name: string, value: unknown): unknown => (name === 'j' ? JSON.parse(String(value)) : value)

/** Field, value as JSON, warning, what GDAL reads; whole numbers of 64 bits as text. */
const table: [string, string, string, unknown][] = [
  ['i', '5', '', 5],
  ['i', '5.0', '', 5],
  ['i', '1.7', 'partlyStored', 2],
  ['i', 'true', '', 1],
  ['i', '"12"', 'typeMismatch', 12],
  ['i', '"deep"', 'typeMismatch', 0],
  ['i', '3000000000', 'partlyStored', -1294967296],
  ['l', '3000000000', '', '3000000000'],
  ['l', '9007199254740993', '', '9007199254740993'],
  ['l', '-9223372036854775808', '', '-9223372036854775808'],
  ['r', '0.1', '', 0.1],
  ['r', '3', '', 3],
  ['r', '"1.5"', 'typeMismatch', 1.5],
  ['r', '123456789.123456789', '', 123456789.12345679],
  ['s', '"नया 😀"', '', 'नया 😀'],
  ['s', '5', 'typeMismatch', '5'],
  ['s', '[1,2]', 'typeMismatch', ''],
  ['s', '"a\\u0000b"', 'partlyStored', 'a'],
  ['s', '""', '', ''],
  ['s', 'null', '', null],
  ['b', 'true', '', true],
  ['b', '0', '', false],
  ['b', '"true"', 'typeMismatch', false],
  ['d', '"2026-01-02"', '', '2026/01/02'],
  ['d', '"2026-01-02T10:00:00"', 'partlyStored', '2026/01/02'],
  ['t', '"2026-01-02T03:04:05"', '', '2026/01/02 03:04:05'],
  ['t', '"2026-01-02T03:04:05Z"', '', '2026/01/02 03:04:05'],
  ['t', '"2026-01-02T03:04:05.678Z"', 'partlyStored', '2026/01/02 03:04:05'],
  ['t', '"2026-01-02T03:04:05+02:00"', 'partlyStored', '2026/01/02 03:04:05'],
  ['t', '"2026-01-02"', '', '2026/01/02 00:00:00'],
  ['j', '{"a":[1,null]}', '', { a: [1, null] }],
  ['j', '["x",2]', '', ['x', 2]],
  ['j', '"{\\"a\\":1}"', '', { a: 1 }],
]

test.for(['create', 'patch'] as const)(
  '%s stores every kind of value and tells what was changed',
  async (method) => {
    const copy = await copyOf(project, path(method))
    const creates = table.map((_, at) => delta(id, 'create', `${at + 1}`, { new: { attributes: {} } }))
    if (method === 'patch') await apply(copy, creates)
    const report = await apply(
      copy,
      table.map(([name, value], at) => {
        const attributes = { [name]: valueOf(value) }
        // What is null already and is set to null is passed over.
        const old = { attributes: { [name]: value === 'null' ? 5 : null } }
        return delta(
          id,
          method,
          `${at + 1}`,
          method === 'create' ? { new: { attributes } } : { old, new: { attributes } },
        )
      }),
      { overwriteConflicts: true },
    )
    const stored = await rowsOf(path(`${method}/values.gpkg`), 'values')
    const told = verdicts(report).map((verdict) => verdict.replace(/ overwritten\(\w\)/, ''))
    expect(
      table.map(([name, value], at) => [name, value, told[at], readable(name, stored[at]?.[name])]),
    ).toEqual(
      table.map(([name, value, warning, kept]) => [
        name,
        value,
        warning === '' ? 'applied' : `applied ${warning}(${name})`,
        kept,
      ]),
    )
  },
)

test('text that is no date is stored as whatever QGIS makes of it, and told', async () => {
  const copy = await copyOf(project, path('dates'))
  const attributes = { d: 'soon', t: 'soon' }
  const report = await apply(copy, [delta(id, 'create', '1', { new: { attributes } })])
  expect(verdicts(report)).toEqual(['applied typeMismatch(d) typeMismatch(t)'])
})

test('a text that was stored as nothing is told as one, and not by an empty place', async () => {
  const copy = await copyOf(project, path('nothing'))
  const report = await apply(copy, [delta(id, 'create', '1', { new: { attributes: { s: ['a', 'b'] } } })])
  expect(report.deltas[0]?.strict).toEqual([
    { code: 'typeMismatch', params: { attribute: 's', sent: '["a", "b"]', stored: '""' } },
  ])
})

test('JSON is compared as JSON', async () => {
  const copy = await copyOf(project, path('json'))
  await apply(copy, [delta(id, 'create', '1', { new: { attributes: { j: { a: [1, null] } } } })])
  const look = (j: unknown) =>
    delta(id, 'patch', '1', { old: { attributes: { j } }, new: { attributes: {} } })
  const report = await apply(copy, [look({ a: [1, null] }), look({ a: [1, 2] }), look('{"a":[1,null]}')])
  expect(verdicts(report)).toEqual(['applied', 'conflict', 'conflict'])
  expect(await rowsOf(path('json/values.gpkg'), 'values')).toHaveLength(1)
})

test('a whole number that no field can hold is applied, as on the server, and told', async () => {
  const copy = await copyOf(project, path('huge'))
  const attributes = { l: valueOf('99999999999999999999999') }
  const report = await apply(copy, [delta(id, 'create', '1', { new: { attributes } })])
  expect(verdicts(report)).toEqual(['applied partlyStored(l)'])
})
