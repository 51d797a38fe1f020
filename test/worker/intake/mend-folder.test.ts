import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { type Fix, mendFolder, type MendSession } from '#worker/intake/mend-folder.ts'
import { surveyFolder } from '#worker/intake/project-folder.ts'

const { signal } = new AbortController()

function write(folder: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-mend-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A place with a project in it and files beside. */
function placeOf(project: Record<string, string>, beside: Record<string, string> = {}): string {
  const place = write(emptyFolder(), beside)
  write(join(place, 'site'), { 'site.qgs': '<qgis/>', ...project })
  return place
}

type Asked = Parameters<MendSession['mendProject']>[0]

/** Notes what is asked of QGIS, whose part mend-folder.qgis.test.ts looks at. */
function sessionOf(sources: Record<string, string>): MendSession & { asked: Asked[] } {
  const asked: Asked[] = []
  const layers = Object.entries(sources).map(([id, source]) => ({ id, name: id, provider: 'ogr', source }))
  return {
    asked,
    projectFile: () => Promise.resolve({ layers }),
    mendProject: (what) => Promise.resolve(void asked.push(what)),
  }
}

async function mend(place: string, fixes: Fix[], session: MendSession, to = join(place, 'mended')) {
  return mendFolder({ survey: await surveyFolder(join(place, 'site')), to, fixes, session, signal })
}

function listOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

test('the copy is whole, photos and hidden files too, and the project stays as it is', async () => {
  const place = placeOf({ 'DCIM/1.jpg': 'photo', '.qfieldsync/x': 'x', 'data/a.gpkg': 'a' })
  const before = listOf(place).map((name) => [name, readFileSync(join(place, name), 'utf8')])
  const session = sessionOf({ layer: './A.gpkg' })
  const answer = await mend(place, [{ kind: 'source', layerId: 'layer', file: 'data/a.gpkg' }], session)
  expect(answer).toEqual({ folder: join(place, 'mended'), mended: 1 })
  expect(listOf(join(place, 'mended'))).toEqual(['.qfieldsync/x', 'DCIM/1.jpg', 'data/a.gpkg', 'site.qgs'])
  expect(session.asked).toMatchObject([{ sources: [{ layerId: 'layer', file: 'data/a.gpkg' }], removed: [] }])
  expect(before.map(([name = '']) => [name, readFileSync(join(place, name), 'utf8')])).toEqual(before)
  expect(readdirSync(place).sort()).toEqual(['mended', 'site'])
})

test('a file from outside comes with its parts, under a name that nobody has', async () => {
  const shared = {
    'shared/roads.shp': 'outside',
    'shared/roads.shx': 'x',
    'shared/Roads.DBF': 'd',
    'shared/roads2.dbf': '',
  }
  const place = placeOf({ 'data/Roads.gpkg': 'other' }, shared)
  const session = sessionOf({
    one: '../shared/roads.shp',
    two: join(place, 'shared/roads.shp'),
    three: './x.gpkg',
  })
  const fixes: Fix[] = [
    { kind: 'collect', layerId: 'one', file: '../shared/roads.shp' },
    { kind: 'collect', layerId: 'two', file: join(place, 'shared/roads.shp') },
    { kind: 'remove', layerId: 'three', file: '' },
  ]
  expect((await mend(place, fixes, session)).mended).toBe(3)
  expect(listOf(join(place, 'mended'))).toEqual([
    'data/Roads.gpkg',
    'roads_1.DBF',
    'roads_1.shp',
    'roads_1.shx',
    'site.qgs',
  ])
  expect(session.asked).toMatchObject([
    {
      sources: [
        { layerId: 'one', file: 'roads_1.shp' },
        { layerId: 'two', file: 'roads_1.shp' },
      ],
      removed: ['three'],
    },
  ])
})

test('no file comes along that the project’s own layer does not name, or that is no map data', async () => {
  const place = placeOf({}, { 'secret/keys.gpkg': 'secret', 'secret/passwd': 'secret' })
  const session = sessionOf({ one: './a.gpkg', two: '../secret/passwd' })
  const fixes: Fix[] = [
    { kind: 'collect', layerId: 'one', file: '../secret/keys.gpkg' },
    { kind: 'collect', layerId: 'two', file: '../secret/passwd' },
    { kind: 'source', layerId: 'one', file: '../secret/keys.gpkg' },
    { kind: 'collect', layerId: 'nobody', file: '../secret/keys.gpkg' },
  ]
  expect((await mend(place, fixes, session)).mended).toBe(0)
  expect(listOf(join(place, 'mended'))).toEqual(['site.qgs'])
  expect(session.asked).toEqual([])
})

test('where QGIS fails nothing is left behind', async () => {
  const place = placeOf({ 'data/a.gpkg': 'a' })
  const session = {
    ...sessionOf({ layer: './A.gpkg' }),
    mendProject: () => Promise.reject(new AppError('qgis.crashed')),
  }
  const mending = mend(place, [{ kind: 'source', layerId: 'layer', file: 'data/a.gpkg' }], session)
  await expect(mending).rejects.toMatchObject({ code: 'qgis.crashed' })
  expect(readdirSync(place)).toEqual(['site'])
})

test('a collected file that is gone is named, and nothing left behind', async () => {
  const place = placeOf({}, { 'shared/readme': '' })
  const mending = mend(
    place,
    [{ kind: 'collect', layerId: 'one', file: '../shared/roads.gpkg' }],
    sessionOf({ one: '../shared/roads.gpkg' }),
  )
  await expect(mending).rejects.toMatchObject({ code: 'input.missing' })
  expect(readdirSync(place).sort()).toEqual(['shared', 'site'])
})

test('the copy takes nobody’s place and never lies in the project', async () => {
  const place = placeOf({}, { 'taken/x': 'x', 'empty/x': '' })
  rmSync(join(place, 'empty/x'))
  const session = sessionOf({})
  await expect(mend(place, [], session, join(place, 'taken'))).rejects.toMatchObject({
    code: 'output.occupied',
  })
  await expect(mend(place, [], session, join(place, 'site/copy'))).rejects.toMatchObject({
    code: 'package.inside',
  })
  await expect(mend(place, [], session, join(place, 'site'))).rejects.toMatchObject({
    code: 'package.inside',
  })
  expect((await mend(place, [], session, join(place, 'empty'))).mended).toBe(0)
  expect((await mend(place, [], session, join(place, 'new/deep'))).mended).toBe(0)
  expect(existsSync(join(place, 'site/copy'))).toBe(false)
})

test('who cancels is told so, and nothing left behind', async () => {
  const place = placeOf({})
  const cancel = new AbortController()
  const session = sessionOf({ layer: './a.gpkg' })
  const mending = mendFolder({
    survey: await surveyFolder(join(place, 'site')),
    to: join(place, 'mended'),
    fixes: [],
    session: { ...session, projectFile: () => (cancel.abort(new Error('enough')), session.projectFile('')) },
    signal: cancel.signal,
  })
  await expect(mending).rejects.toThrow('enough')
  expect(readdirSync(place)).toEqual(['site'])
})
