import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { apply, delta, rowsOf, verdicts } from '#test/resources/qgis/changes.ts'
import { type FeatureSpec, type LayerSpec, makeProject } from '#test/resources/qgis/make-project.ts'
import { namesIn, rows, scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const id = 'wells_11111111111'

const points = (key: string): FeatureSpec[] => [
  { wkt: 'Point (1 1)', values: { [key]: 1, name: 'north' } },
  { wkt: 'Point (2 2)', values: { [key]: 2, name: 'south' } },
  { wkt: 'Point (3 3)', values: { [key]: 3, name: 'east' } },
]

/** A project of one layer `wells`, whose key is the field `key`; it stands in the folder `name`. */
async function make(
  name: string,
  layer: Partial<LayerSpec> & { kind: LayerSpec['kind'] },
  key = 'fid',
): Promise<string> {
  const made = await makeProject({
    out: path(name),
    file: 'site.qgs',
    layers: [
      {
        name: 'wells',
        id,
        fields: [
          ...(layer.kind === 'gpkg' ? [] : [{ name: key, type: 'integer' as const }]),
          { name: 'name' },
        ],
        features: points(key).map(({ wkt, values }) =>
          layer.kind === 'gpkg'
            ? { wkt: wkt!, values: { name: values!['name']! } }
            : { wkt: wkt!, values: values! },
        ),
        ...layer,
      },
    ],
  })
  return made.project
}

const patch = (pk: string, name: string | null, now: string) =>
  delta(id, 'patch', pk, { old: { attributes: { name } }, new: { attributes: { name: now } } })
const remove = (pk: string, name: string) => delta(id, 'delete', pk, { old: { attributes: { name } } })
const create = (pk: number, name: string, key = 'fid') =>
  delta(id, 'create', `${pk}`, { new: { geometry: 'Point (4 4)', attributes: { [key]: pk, name } } })

const counts = ({ layers }: ChangesReport): number[][] =>
  layers.map(({ before, after, expected }) => [before, after, expected])

test.for([
  ['shp', 'FID'],
  ['shp', 'fid'],
  ['geojson', 'Fid'],
] as const)('a %s with a field %s is changed by it', async ([kind, key]) => {
  const project = await make(`${kind}-${key}`, { kind }, key)
  const before = await namesIn(path(`${kind}-${key}`))
  const first = await apply(project, [patch('1', 'north', 'N'), create(9, 'new', key), remove('3', 'east')])
  expect(verdicts(first)).toEqual(['applied', 'applied', 'applied'])
  expect(first.deltas.map(({ modifiedPk }) => modifiedPk)).toEqual(['1', '9', '3'])
  expect(counts(first)).toEqual([[3, 3, 3]])
  // Changes of what an earlier job has made.
  const second = await apply(project, [
    patch('9', 'new', 'newer'),
    patch('9', 'newer', 'newest'),
    remove('2', 'south'),
  ])
  expect(verdicts(second)).toEqual(['applied', 'applied', 'applied'])
  expect(counts(second)).toEqual([[3, 2, 2]])
  expect(second.broken).toBeNull()
  expect(await rowsOf(path(`${kind}-${key}/wells.${kind}`))).toEqual([
    { [key]: kind === 'shp' ? 1 : 1, name: 'N', wkt: 'POINT (1 1)' },
    { [key]: 9, name: 'newest', wkt: 'POINT (4 4)' },
  ])
  expect(await namesIn(path(`${kind}-${key}`))).toEqual(before)
})

test.for(['shp', 'geojson'] as const)(
  'a key that two features of a %s have ends the next job',
  async (kind) => {
    const project = await make(`twice-${kind}`, { kind })
    const first = await apply(project, [create(1, 'twin')])
    expect(verdicts(first)).toEqual(['applied duplicateKey'])
    expect(first.broken).toBeNull()
    const second = await apply(project, [
      patch('2', 'south', 'S'),
      patch('1', 'north', 'N'),
      patch('3', 'east', 'E'),
    ])
    expect(verdicts(second)).toEqual(['applied', 'error'])
    expect(second.broken).toEqual({ number: 1, why: 'More than one feature match the feature select query' })
    expect(second.layers).toEqual([])
  },
)

test.for([
  ['same', (at: number) => at, 'Feature 9 of "wells" is there 2 times.'],
  [
    'some',
    (at: number) => (at < 3 ? at : undefined),
    'Feature 9 of "wells" was written in the place of feature 1.',
  ],
] as const)(
  'a GeoJSON file that GDAL damages is caught: %s features have an id',
  async ([name, idAt, why]) => {
    const project = await make(`damage-${name}`, { kind: 'geojson' })
    const file = path(`damage-${name}/wells.geojson`)
    const read = JSON.parse(await readFile(file, 'utf8')) as { features: { id?: number }[] }
    const features = read.features.map((feature, at) => ({ ...feature, id: idAt(at + 1) }))
    await writeFile(file, JSON.stringify({ ...read, features }))
    const first = await apply(project, [create(9, 'new')])
    expect(first.broken).toBeNull()
    const second = await apply(project, [patch('9', 'new', 'newer')])
    expect(second.broken).toEqual({ number: 0, why })
  },
)

test.for(['shp', 'geojson'] as const)('a %s without a key takes no change', async (kind) => {
  const project = await make(`keyless-${kind}`, { kind }, 'number')
  const report = await apply(project, [patch('1', 'north', 'N')])
  expect(report.deltas).toMatchObject([
    { status: 'not_applied', message: 'Layer "wells" neither has a primary key, nor an attribute `fid`!' },
  ])
  expect(report.layers).toEqual([])
})

test.for(['shp', 'geojson'] as const)('features of a %s come and go in one job', async (kind) => {
  const names = Array.from({ length: 30 }, (_, at) => `f${at}`)
  const features = names.map((name, at) => ({ wkt: `Point (${at} 1)`, values: { fid: at + 1, name } }))
  const project = await make(`many-${kind}`, { kind, features })
  const deltas = names.flatMap((name, at) => [
    create(100 + at, `new ${name}`),
    at % 2 === 0 ? remove(`${at + 1}`, name) : patch(`${at + 1}`, name, name.toUpperCase()),
  ])
  const report = await apply(project, deltas)
  expect(verdicts(report)).toEqual(deltas.map(() => 'applied'))
  expect(report.broken).toBeNull()
  expect(counts(report)).toEqual([[30, 45, 45]])
  const left = (await rowsOf(path(`many-${kind}/wells.${kind}`))).map(({ name }) => name)
  expect(left).toEqual([
    ...names.filter((_, at) => at % 2 === 1).map((name) => name.toUpperCase()),
    ...names.map((name) => `new ${name}`),
  ])
})

test('a key with a comma in its name takes no change, as on the server', async () => {
  const { project } = await makeProject({
    out: path('comma'),
    file: 'site.qgz',
    layers: [
      {
        name: 'commas',
        kind: 'gpkg',
        id: 'commas_11111111111',
        geometry: 'None',
        features: 1,
        sql: ['alter table commas rename column fid to "a,b"'],
      },
    ],
  })
  const report = await apply(project, [
    delta('commas_11111111111', 'patch', '1', {
      old: { attributes: { name: 'f0' } },
      new: { attributes: { name: 'x' } },
    }),
  ])
  expect(report.deltas).toMatchObject([
    { status: 'not_applied', message: 'Comma in field name "a,b" is not allowed!' },
  ])
})

test('a key of text, with a quote in it', async () => {
  const fields = [{ name: 'fid' }, { name: 'name' }]
  const features = ["o'brien", 'b', '1'].map((fid) => ({ wkt: 'Point (1 1)', values: { fid, name: 'n' } }))
  const project = await make('text', { kind: 'geojson', fields, features })
  const report = await apply(project, [patch("o'brien", 'n', 'N'), patch('c', 'n', 'N'), remove('b', 'n')])
  expect(verdicts(report)).toEqual(['applied', 'not_applied', 'applied'])
  expect(report.deltas.map(({ modifiedPk }) => modifiedPk)).toEqual(["o'brien", null, 'b'])
})

test.for([
  ['csv', { kind: 'csv' }, 'Cannot start editing layer "wells_11111111111"'],
  ['read-only layer', { kind: 'gpkg', readOnly: true }, 'Cannot start editing layer "wells_11111111111"'],
  [
    'missing file',
    { kind: 'vector', source: './gone.gpkg|layername=wells', provider: 'ogr' },
    'Invalid layer "wells_11111111111"',
  ],
  [
    'file outside of the project',
    { kind: 'vector', source: '../outside/wells.gpkg|layername=wells', provider: 'ogr' },
    'Invalid layer "wells_11111111111"',
  ],
  ['raster', { kind: 'tif' }, 'No layer with id "wells_11111111111"'],
] as const)('no change is applied to a %s', async ([name, layer, message]) => {
  if (name.startsWith('file outside')) await make('outside', { kind: 'gpkg' })
  const { features: _, ...rest } = { features: [], ...layer }
  const project = await make(
    name,
    layer.kind === 'vector' || layer.kind === 'tif' ? { features: [], ...rest } : layer,
  )
  const report = await apply(project, [patch('1', 'north', 'N'), patch('2', 'south', 'S')])
  expect(report).toMatchObject({
    deltas: [
      { status: 'not_applied', message },
      { status: 'not_applied', message },
    ],
    broken: null,
    layers: [],
  })
})

test('what a filter hides is not found; counts are of the whole table', async () => {
  const project = await make('filtered', { kind: 'gpkg', filter: '"name" <> \'south\'' })
  const report = await apply(project, [
    patch('2', 'south', 'S'),
    patch('1', 'north', 'south'),
    patch('1', 'south', 'N'),
    create(2, 'other'),
    create(8, 'south'),
  ])
  expect(verdicts(report)).toEqual([
    'not_applied',
    'applied',
    'not_applied',
    'applied renumberedKey',
    'applied',
  ])
  expect(report.deltas.map(({ modifiedPk }) => modifiedPk)).toEqual([null, '1', null, '4', '8'])
  expect(counts(report)).toEqual([[3, 5, 5]])
  const names = (await rowsOf(path('filtered/wells.gpkg'), 'wells')).map(({ name }) => name)
  expect(names).toEqual(['south', 'south', 'east', 'other', 'south'])
})

test('two layers of one table see each other’s changes and are counted once', async () => {
  const other = 'again_11111111111'
  const layer = { kind: 'gpkg' as const, file: 'wells.gpkg', table: 'wells', fields: [{ name: 'name' }] }
  const features = [{ values: { name: 'north' } }]
  const { project } = await makeProject({
    out: path('shared'),
    file: 'site.qgs',
    layers: [
      { ...layer, name: 'wells', id, features },
      { ...layer, name: 'again', id: other, filter: '"name" is not null' },
    ],
  })
  const report = await apply(project, [
    patch('1', 'north', 'N'),
    { ...patch('1', 'N', 'NN'), sourceLayerId: other },
    create(2, 'two'),
    { ...remove('2', 'two'), sourceLayerId: other },
    { ...create(3, 'three'), sourceLayerId: other },
  ])
  expect(verdicts(report)).toEqual(['applied', 'applied', 'applied', 'applied createdInSameJob', 'applied'])
  expect(counts(report)).toEqual([[1, 2, 2]])
  const noted = rows(path('shared/wells.gpkg'), 'select feature_count from gpkg_ogr_contents')
  expect(noted).toEqual([{ feature_count: 2 }])
})

test('defaults fill what was not sent, and never what was', async () => {
  const project = await make('defaults', {
    kind: 'gpkg',
    fields: [
      { name: 'name', default: "'unnamed'" },
      { name: 'label', default: '"name" || \'!\'' },
      { name: 'version', type: 'integer', default: 'coalesce("version", 0) + 1', onUpdate: true },
      { name: 'twice', default: "'x'", unique: true },
      { name: 'must', notNull: true, constraint: '"must" > 5' },
    ],
    features: [{ wkt: 'Point (1 1)', values: { name: 'a', version: 5, twice: 'x' } }],
  })
  const made = (attributes: Record<string, unknown>) =>
    delta(id, 'create', '9', { new: { geometry: 'Point (4 4)', attributes } })
  const report = await apply(project, [
    made({}),
    made({ name: 'b', version: 7, twice: 'y' }),
    made({ name: null, twice: 'y' }),
    delta(id, 'patch', '1', { old: { attributes: { name: 'a' } }, new: { attributes: { name: 'A' } } }),
  ])
  expect(verdicts(report)).toEqual([
    'applied',
    'applied',
    'applied partlyStored(name) partlyStored(twice)',
    'applied',
  ])
  const stored = await rowsOf(path('defaults/wells.gpkg'), 'wells')
  const point = { must: null, wkt: 'POINT (4 4)' }
  expect(stored).toEqual([
    { fid: 1, name: 'A', label: null, version: 5, twice: 'x', must: null, wkt: 'POINT (1 1)' },
    { fid: 2, name: 'unnamed', label: 'unnamed!', version: 1, twice: null, ...point },
    { fid: 3, name: 'b', label: 'b!', version: 7, twice: 'y', ...point },
    { fid: 4, name: 'unnamed', label: 'unnamed!', version: 1, twice: 'y_1', ...point },
  ])
})

test('a constraint of the table is not broken', async () => {
  const project = await make('constraints', {
    kind: 'gpkg',
    sql: [
      'create unique index one_name on wells(name)',
      "create trigger no_bad before update on wells when new.name = 'bad' begin select raise(abort, 'no'); end",
    ],
  })
  const report = await apply(project, [
    patch('1', 'north', 'south'),
    patch('1', 'north', 'bad'),
    patch('1', 'north', 'N'),
    create(9, 'east'),
  ])
  expect(verdicts(report)).toEqual(['not_applied', 'not_applied', 'applied', 'applied partlyStored(name)'])
  expect(report.deltas[0]?.message).toBe('Failed to commit changes')
})
