import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { writeTown } from '#test/bench/buildings.ts'
import { run, samples, scratch, start } from '#test/worker/cli/run.ts'

const form = join(samples, 'building_survey.xlsx')
const features = join(samples, 'town.geojson')
const tasks = join(samples, 'tasks.geojson')
/** What stderr says once QGIS is at work. */
const working = 'Prepare features'

test('makes a project from form, features and tasks, and leaves the sources as they were', async () => {
  const folder = scratch()
  const before = fingerprints()
  const out = join(folder, 'ward 5 – पाँच')
  const ran = await run(mainJob(folder, { title: 'वडा ५ भवन', out }))
  expect(ran.stderr).not.toContain('Error')
  expect(ran.code).toBe(0)
  const made = ran.document()
  expect(made).toMatchObject({
    title: 'वडा ५ भवन',
    folder: out,
    layers: [
      { name: 'survey', geometry: 'MultiPolygon', count: 196 },
      { name: 'survey_point', geometry: 'Point', count: 9 },
      { name: 'tasks', geometry: 'MultiPolygon', count: 4 },
      { name: 'list_yes_no', count: 2 },
      { name: 'list_use', count: 4 },
      { name: 'list_detail', count: 3 },
      { name: 'list_material', count: 4 },
      { name: 'OpenStreetMap', geometry: 'Raster' },
    ],
  })
  const slug = String(made['slug'])
  expect(slug).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/)
  expect(readdirSync(out).sort()).toEqual(
    ['DCIM', `${slug}.qgz`, `${slug}_data.gpkg`, `${slug}_fr.qm`, `${slug}_lists.gpkg`, 'tasks.gpkg'].sort(),
  )
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  expect(fingerprints()).toEqual(before)
})

test('a worker that is killed in the middle finishes the job from its kept inputs', async () => {
  const folder = scratch()
  const town = join(folder, 'town.geojson')
  await writeTown(town, { count: 20_000, seed: 3, origin: [84.4, 27.6], bowties: 0.01 })
  const args = mainJob(folder, { features: town, title: 'Killed', out: join(folder, 'killed') })
  const victim = start(args)
  await until(() => victim.said().includes(working))
  victim.process.kill('SIGKILL')
  await victim.ended

  // The coordinator's own file may be gone by then: the ledger has its copy.
  writeFileSync(town, 'gone')
  const list = await run(['jobs', 'list', '--json', '--data', join(folder, 'data')])
  const [job] = JSON.parse(list.stdout) as { id: string; state: string }[]
  expect(job).toBeDefined()
  const again = await run(['jobs', 'retry', job?.id ?? '', '--json', '--data', join(folder, 'data')])
  expect(again.code, again.stderr).toBe(0)
  expect(again.document()).toMatchObject({
    layers: expect.arrayContaining([expect.objectContaining({ name: 'survey', count: 20_000 })]),
  })
  expect(readdirSync(join(folder, 'killed'))).toContain('Killed.qgz')
  const log = await run(['jobs', 'log', job?.id ?? '', '--data', join(folder, 'data')])
  expect(log.stdout).toContain('middle of this attempt')
})

test('Ctrl-C cancels: nothing half-made stays, and the job can be tried again', async () => {
  const folder = scratch()
  const town = join(folder, 'town.geojson')
  await writeTown(town, { count: 60_000, seed: 3, origin: [84.4, 27.6], bowties: 0 })
  const running = start(mainJob(folder, { features: town, title: 'Stopped', out: join(folder, 'stopped') }))
  await until(() => running.said().includes(working))
  running.process.kill('SIGINT')
  const ended = await running.ended
  expect(ended.code).toBe(1)
  expect(ended.document()).toMatchObject({ error: { code: 'job.cancelled' } })
  expect(readdirSync(folder).sort()).toEqual(['data', 'town.geojson'])
  const list = await run(['jobs', 'list', '--json', '--data', join(folder, 'data')])
  expect(JSON.parse(list.stdout)).toMatchObject([{ state: 'stopped', title: 'Stopped' }])
})

test('a second process on the same ledger may look and is told why it may not write', async () => {
  const folder = scratch()
  const town = join(folder, 'town.geojson')
  await writeTown(town, { count: 60_000, seed: 3, origin: [84.4, 27.6], bowties: 0 })
  const first = start(mainJob(folder, { features: town, title: 'First', out: join(folder, 'first') }))
  await until(() => first.said().includes(working))
  const look = await run(['jobs', 'list', '--json', '--data', join(folder, 'data')])
  expect(JSON.parse(look.stdout)).toMatchObject([{ title: 'First', state: 'started' }])
  const second = await run(mainJob(folder, { title: 'Second', out: join(folder, 'second') }))
  expect(second.code).toBe(1)
  expect(second.document()).toMatchObject({ error: { code: 'store.locked', retry: 'user' } })
  expect((await first.ended).code).toBe(0)
})

const bad: [string, string, (folder: string) => Record<string, string>][] = [
  [
    'a form that is no spreadsheet',
    'form.notWorkbook',
    (folder) => ({ form: file(folder, 'form.xlsx', '<html>no</html>') }),
  ],
  ['a form that is not there', 'input.missing', (folder) => ({ form: join(folder, 'nowhere.xlsx') })],
  ['an empty GeoJSON', 'features.unreadable', (folder) => ({ features: file(folder, 'a.geojson', '') })],
  [
    'a GeoJSON that ends in the middle',
    'features.unreadable',
    (folder) => ({ features: file(folder, 'a.geojson', readFileSync(features, 'utf8').slice(0, 9000)) }),
  ],
  [
    'no features',
    'features.empty',
    (folder) => ({ features: file(folder, 'a.geojson', '{"type":"FeatureCollection","features":[]}') }),
  ],
  [
    'swapped coordinates',
    'features.swapped',
    (folder) => ({
      features: file(folder, 'a.geojson', point(27.68, 104.43)),
      tasks: file(folder, 't.geojson', square(104.4, 27.6)),
    }),
  ],
  [
    'tasks that are points',
    'tasks.notPolygons',
    (folder) => ({ tasks: file(folder, 't.geojson', point(84.43, 27.68)) }),
  ],
  ['a folder that holds something', 'output.occupied', (folder) => ({ out: full(folder) })],
]

test.for(bad)('%s is told as %s', async ([, code, change]) => {
  const folder = scratch()
  const ran = await run(mainJob(folder, { title: 'Bad', out: join(folder, 'out'), ...change(folder) }))
  expect(ran.code).toBe(1)
  const { error } = ran.document() as { error: { code: string; message: string } }
  expect(error.code, ran.stderr).toBe(code)
  // Told in words, not as a key.
  expect(error.message).toMatch(/^[A-Z“].*[.”]$/)
  expect(error.message).not.toContain('error.')
})

test('wrong usage exits with 2 and says what is missing', async () => {
  expect(await run(['generate', '--form', form])).toMatchObject({ code: 2 })
  expect(await run(['fly'])).toMatchObject({ code: 2 })
  expect(
    await run(['generate', '--form', form, '--title', 'x', '--out', '/tmp/x', '--extent', '1,2,3']),
  ).toMatchObject({ code: 2 })
})

interface Job {
  title: string
  out: string
  form?: string
  features?: string
  tasks?: string
}

function mainJob(folder: string, job: Job): string[] {
  const wanted = { form, features, tasks, ...job }
  return [
    'generate',
    ...Object.entries(wanted).flatMap(([name, value]) => [`--${name}`, value]),
    '--json',
    '--data',
    join(folder, 'data'),
  ]
}

function fingerprints(): string[] {
  return readdirSync(samples)
    .sort()
    .map((name) => {
      const path = join(samples, name)
      return `${name} ${statSync(path).mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
    })
}

function file(folder: string, name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

function full(folder: string): string {
  mkdirSync(join(folder, 'full'))
  writeFileSync(join(folder, 'full', 'thesis.docx'), 'mine')
  return join(folder, 'full')
}

const collection = (geometry: unknown): string =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] })
const point = (x: number, y: number): string => collection({ type: 'Point', coordinates: [x, y] })
const square = (x: number, y: number): string =>
  collection({
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 0.1, y],
        [x + 0.1, y + 0.1],
        [x, y + 0.1],
        [x, y],
      ],
    ],
  })

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (holds()) return
    await sleep(50)
  }
  throw new Error('it did not happen within 30 s')
}

test('pictures that the form names go along into the project', async () => {
  const folder = scratch()
  const withPictures = join(folder, 'form.md')
  writeFileSync(
    withPictures,
    '| survey | | | | |\n| | type | name | label | image |\n| | text | a | A | Old tree.gif |\n| | text | b | B | gone.png |\n',
  )
  const picture = Buffer.from('4749463839612c01c800000000', 'hex')
  writeFileSync(join(folder, 'old tree.gif'), picture)
  const out = join(folder, 'out')
  const data = ['--data', join(folder, 'data')]
  const ran = await run([
    'generate',
    '--form',
    withPictures,
    '--title',
    'T',
    '--extent',
    '7,46,7.1,46.1',
    '--json',
    '--out',
    out,
    ...data,
  ])
  expect(ran.code, ran.stderr).toBe(0)
  expect(readFileSync(join(out, 'media', 'old-tree.gif'))).toEqual(picture)
  expect(ran.document()['issues']).toMatchObject([{ code: 'media.missing', row: 3, text: 'gone.png' }])
})
