import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { read, utils } from '@e965/xlsx'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { run, samples, scratch } from '#test/worker/cli/run.ts'

const collector = fileURLToPath(new URL('collect.py', import.meta.url))

interface Row {
  values: Record<string, string | number | boolean | null>
  wkt: string | null
}

const survey = [
  'type,name,label,calculation',
  'begin group,house,House,',
  'text,name,Name,',
  'select_multiple mat,walls,Walls,',
  'integer,fid,Number,',
  'end group,,,',
  'begin group,owner,Owner,',
  'text,name,Name of the owner,',
  'end group,,,',
  'geopoint,place,Place,',
  'image,photo,Photo,',
  'date,seen,Seen,',
  'dateTime,at,At,',
  'acknowledge,agreed,Agreed,',
  'begin repeat,room,Room,',
  'begin group,size,Size,',
  'decimal,area,Area,',
  'end group,,,',
  'end repeat,,,',
]

/** A form in a folder of CSV sheets, generated to a project. */
async function project(folder: string, ...more: string[]): Promise<string> {
  const form = join(folder, 'form')
  mkdirSync(form)
  writeFileSync(join(form, 'survey.csv'), survey.join('\n'))
  writeFileSync(
    join(form, 'choices.csv'),
    'list_name,name,label\nmat,mud,Mud\nmat,brick,Brick\nmat,wood,Wood\n',
  )
  const out = join(folder, 'ward')
  const data = ['--data', join(folder, 'data')]
  const made = await run(['generate', '--form', form, '--title', 'Ward', '--out', out, ...data, ...more])
  expect(made.code, made.stderr).toBe(0)
  return out
}

async function collect(out: string, tables: Record<string, Row[]>): Promise<void> {
  await execa(process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3', [collector], {
    input: JSON.stringify({ file: join(out, 'Ward_data.gpkg'), tables }),
    env: { QT_QPA_PLATFORM: 'offscreen' },
  })
}

const collected: Record<string, Row[]> = {
  survey: [
    {
      wkt: 'Point (85.5 27.25)',
      values: {
        uuid: 'u1',
        name: 'Red "house", north',
        walls: '{"brick","mud"}',
        house_fid: 7,
        owner_name: 'माया',
        photo: 'DCIM/photo_u1_1.jpg',
        seen: '2026-02-03',
        at: '2026-02-03T04:05:06Z',
        agreed: true,
      },
    },
    { wkt: null, values: { uuid: 'u2', name: '  ', walls: '{}', agreed: false } },
  ],
  room: [
    { wkt: null, values: { uuid: 'r1', uuid_parent: 'u1', idx: 1, area: 12.5 } },
    { wkt: null, values: { uuid: 'r2', uuid_parent: 'u1', idx: 2, area: 1e6 } },
  ],
}

const headings =
  'house-name,house-walls,house-fid,owner-name,photo,seen,at,agreed,_uuid,place-Latitude,place-Longitude'

test("gives the answers back under the form's own names, in three formats, and only reads the project", async () => {
  const folder = scratch()
  const out = await project(folder, '--extent', '85,27,86,28')
  await collect(out, collected)
  const before = fingerprints(out)
  const data = ['--json', '--data', join(folder, 'data')]

  const csv = await run(['export', out, '--out', join(folder, 'answers', 'ward.csv'), ...data])
  expect(csv.code, csv.stderr).toBe(0)
  expect(csv.document()).toMatchObject({
    tables: [
      { name: 'survey', rows: 2 },
      { name: 'room', rows: 2 },
    ],
    files: [join(folder, 'answers', 'ward.csv'), join(folder, 'answers', 'ward_room.csv')],
  })
  expect(readdirSync(join(folder, 'answers'))).toEqual(['ward.csv', 'ward_room.csv'])
  expect(lines(join(folder, 'answers', 'ward.csv'))).toEqual([
    headings,
    '"Red ""house"", north",brick mud,7,माया,DCIM/photo_u1_1.jpg,2026-02-03,2026-02-03T04:05:06.000Z,OK,u1,27.25,85.5',
    '"  ",,,,,,,,u2,,',
  ])
  expect(lines(join(folder, 'answers', 'ward_room.csv'))).toEqual([
    'size-area,_uuid,_parent_uuid,_index',
    '12.5,r1,u1,1',
    '1000000,r2,u1,2',
  ])

  // The project's own file does as well as its folder.
  await run(['export', join(out, 'Ward.qgz'), '--out', join(folder, 'ward.xlsx'), ...data])
  const book = read(readFileSync(join(folder, 'ward.xlsx')))
  expect(book.SheetNames).toEqual(['survey', 'room'])
  const sheet = (name: string) => utils.sheet_to_json<unknown[]>(book.Sheets[name] ?? {}, { header: 1 })
  expect(sheet('survey')[0]).toEqual(headings.split(','))
  expect(sheet('survey')[1]).toEqual([
    'Red "house", north',
    'brick mud',
    7,
    'माया',
    'DCIM/photo_u1_1.jpg',
    '2026-02-03',
    '2026-02-03T04:05:06.000Z',
    'OK',
    'u1',
    27.25,
    85.5,
  ])
  expect(sheet('room')[2]).toEqual([1_000_000, 'r2', 'u1', 2])

  await run(['export', out, '--out', join(folder, 'ward.geojson'), ...data])
  expect(collection(join(folder, 'ward.geojson'))).toMatchObject([
    {
      geometry: { type: 'Point', coordinates: [85.5, 27.25] },
      properties: { 'house-walls': 'brick mud', 'house-fid': 7, agreed: 'OK', seen: '2026-02-03' },
    },
    { geometry: null, properties: { 'house-walls': null, agreed: null, _uuid: 'u2' } },
  ])
  expect(collection(join(folder, 'ward_room.geojson'))).toMatchObject([
    { geometry: null, properties: { 'size-area': 12.5, _parent_uuid: 'u1', _index: 1 } },
    { geometry: null, properties: { 'size-area': 1e6 } },
  ])
  expect(fingerprints(out)).toEqual(before)
}, 120_000)

test('features of several geometry types come back in one table that tells the layer, with what they came with', async () => {
  const folder = scratch()
  const features = [
    { type: 'Point', coordinates: [85.5, 27.5] },
    { type: 'LineString', coordinates: [[85, 27], [85.5, 27.25]] }, // prettier-ignore
  ].map((geometry, index) => ({
    type: 'Feature',
    geometry,
    properties: { osm: `way/${index}`, colour: 'red' },
  }))
  writeFileSync(join(folder, 'f.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
  const out = await project(folder, '--features', join(folder, 'f.geojson'))
  const target = join(folder, 'all.csv')
  const done = await run(['export', out, '--out', target, '--data', join(folder, 'data')])
  expect(done.code, done.stderr).toBe(0)
  const [heads = '', ...rows] = lines(target)
  expect(heads.split(',').slice(-5)).toEqual(['osm', 'colour', 'layer', '_uuid', 'place'])
  expect(rows.map((row) => row.replace(/[0-9a-f-]{36}/, 'UUID').replace(/^,+/, ''))).toEqual([
    expect.stringMatching(/^way\/\d,red,survey,UUID,/),
    expect.stringMatching(/^way\/\d,red,survey_\w+,UUID,/),
  ])
  expect(rows.join('\n')).toContain('POINT (85.5 27.5)')
  expect(rows.join('\n')).toMatch(/"(MULTI)?LINESTRING \(+85 27, 85\.5 27\.25\)+"/)
}, 120_000)

test('says what is wrong with a folder that holds no project, or one that Fieldpack did not make', async () => {
  const folder = scratch()
  const data = ['--json', '--data', join(folder, 'data')]
  const target = join(folder, 'x.csv')
  const nothing = await run(['export', folder, '--out', target, ...data])
  expect(nothing.code).toBe(1)
  expect(nothing.document()).toMatchObject({ error: { code: 'results.noProject' } })
  writeFileSync(join(folder, 'own.qgs'), '<qgis version="3.22.0"><title>Mine</title></qgis>')
  const foreign = await run(['export', folder, '--out', target, ...data])
  expect(foreign.document()).toMatchObject({
    error: { code: 'results.noForm', params: { project: 'own.qgs' } },
  })
  const format = await run(['export', samples, '--out', join(folder, 'x.pdf'), ...data])
  expect(format.code).toBe(2)
  expect(existsSync(target)).toBe(false)
}, 60_000)

function lines(path: string): string[] {
  return readFileSync(path, 'utf8').split('\r\n').slice(0, -1)
}

function collection(path: string): unknown[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { features: unknown[] }).features
}

/** Every file of the project with its content. */
function fingerprints(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex')
      return `${name} ${hash}`
    })
    .toSorted()
}
