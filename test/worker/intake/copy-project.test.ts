import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'
import { copyProject } from '#worker/intake/copy-project.ts'
import { surveyFolder } from '#worker/intake/project-folder.ts'
import { mountSmallDisk } from '#test/worker/store/disk.ts'

const { signal } = new AbortController()
const everything = { leaveOut: () => false, links: 'large' as const, signal }

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-copy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A database with open connections, as QGIS leaves it while the project is open. */
function openDatabase(path: string, mode: 'wal' | 'delete'): Database.Database {
  const database = new Database(path)
  onTestFinished(() => void database.close())
  database.pragma(`journal_mode = ${mode}`)
  database.exec('CREATE TABLE well (fid INTEGER PRIMARY KEY, note TEXT)')
  return database
}

function rowsOf(path: string): number {
  const database = new Database(path, { readonly: true })
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    return database.prepare('SELECT count(*) FROM well').pluck().get() as number
  } finally {
    database.close()
  }
}

test('everything keeps its relative name, what is left out is not there', async () => {
  const folder = folderOf({
    'a.qgs': 'project',
    'data/deep/x.shp': 'x',
    '.hidden/y': 'y',
    'DCIM/1.jpg': 'photo',
  })
  const to = join(folderOf({}), 'copy')
  const progress: number[] = []
  const copied = await copyProject({
    ...everything,
    survey: await surveyFolder(folder),
    to,
    leaveOut: (name) => name.startsWith('DCIM/'),
    onProgress: (value) => progress.push(value),
  })
  const { mtimeMs } = statSync(join(folder, 'data/deep/x.shp'))
  expect(copied.map(({ name }) => name)).toEqual(['.hidden/y', 'a.qgs', 'data/deep/x.shp'])
  expect(copied.at(-1)).toEqual({ name: 'data/deep/x.shp', size: 1, mtimeMs, isLinked: false })
  expect(readFileSync(join(to, 'data/deep/x.shp'), 'utf8')).toBe('x')
  expect(readdirSync(to).sort()).toEqual(['.hidden', 'a.qgs', 'data'])
  expect(progress.at(-1)).toBe(1)
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress)
})

test('rows that stand only in the journal of an open database come along', async () => {
  const folder = folderOf({ 'a.qgs': '' })
  const database = openDatabase(join(folder, 'wells.gpkg'), 'wal')
  database.exec("INSERT INTO well (note) VALUES ('one'), ('two')")
  const to = join(folderOf({}), 'copy')
  const copied = await copyProject({ ...everything, survey: await surveyFolder(folder), to })
  expect(copied.map(({ name }) => name)).toEqual(['a.qgs', 'wells.gpkg', 'wells.gpkg-wal'])
  expect(readdirSync(to)).not.toContain('wells.gpkg-shm')
  expect(rowsOf(join(to, 'wells.gpkg'))).toBe(2)
})

test('whatever a database is called, its journal comes along', async () => {
  const folder = folderOf({ 'a.qgs': '' })
  const database = openDatabase(join(folder, 'wells.dat'), 'wal')
  database.exec("INSERT INTO well (note) VALUES ('one')")
  const to = join(folderOf({}), 'copy')
  await copyProject({ ...everything, survey: await surveyFolder(folder), to })
  expect(rowsOf(join(to, 'wells.dat'))).toBe(1)
})

test('a change in the middle of being written is not in the copy', async () => {
  const folder = folderOf({ 'a.qgs': '' })
  const database = openDatabase(join(folder, 'wells.gpkg'), 'delete')
  database.exec("INSERT INTO well (note) VALUES ('kept')")
  database.pragma('cache_size = 1')
  database.exec('BEGIN')
  for (let row = 0; row < 200; row += 1)
    database.prepare('INSERT INTO well (note) VALUES (?)').run('x'.repeat(500))
  const to = join(folderOf({}), 'copy')
  const copied = await copyProject({ ...everything, survey: await surveyFolder(folder), to })
  expect(copied.map(({ name }) => name)).toContain('wells.gpkg-journal')
  database.exec('ROLLBACK')
  // Opened for writing, SQLite rolls the half-written change back.
  new Database(join(to, 'wells.gpkg')).exec('BEGIN IMMEDIATE; COMMIT')
  expect(rowsOf(join(to, 'wells.gpkg'))).toBe(1)
})

/** Another program that writes into a database all the time, for `seconds`; resolves once it does. */
async function writeAllTheTime(path: string, seconds: number): Promise<void> {
  const script = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA synchronous=OFF")
insert = "INSERT INTO well (note) VALUES (hex(randomblob(2000)))"
db.execute(insert)
end = time.time() + float(sys.argv[2])
print("go", flush=True)
while time.time() < end:
    db.execute(insert)
`
  const writer = spawn('python3', ['-c', script, path, String(seconds)])
  onTestFinished(async () => {
    if (writer.exitCode !== null) return
    writer.kill('SIGKILL')
    await once(writer, 'exit')
  })
  await once(writer.stdout, 'data')
}

test('a database that changes all the time is named, and no half copy of it left', async () => {
  const folder = folderOf({ 'a.qgs': '' })
  openDatabase(join(folder, 'wells.gpkg'), 'delete').close()
  const survey = await surveyFolder(folder)
  await writeAllTheTime(join(folder, 'wells.gpkg'), 30)
  const to = join(folderOf({}), 'copy')
  await expect(copyProject({ ...everything, survey, to })).rejects.toMatchObject({
    code: 'project.changing',
    data: { params: { file: 'wells.gpkg' }, retry: 'backoff' },
  })
  expect(readdirSync(to)).toEqual(['a.qgs'])
})

test('a database that somebody just finished writing is copied whole', async () => {
  const folder = folderOf({ 'a.qgs': '' })
  openDatabase(join(folder, 'wells.gpkg'), 'delete').close()
  const survey = await surveyFolder(folder)
  await writeAllTheTime(join(folder, 'wells.gpkg'), 0.2)
  const to = join(folderOf({}), 'copy')
  await copyProject({ ...everything, survey, to })
  // Of one moment: the writer may have had to wait for the processor in between.
  const rows = rowsOf(join(to, 'wells.gpkg'))
  expect(rows).toBeGreaterThan(0)
  expect(rows).toBeLessThanOrEqual(rowsOf(join(folder, 'wells.gpkg')))
})

test('large rasters are linked where that was asked for, unless they are being written', async () => {
  const folder = folderOf({
    'a.qgs': '',
    'big.tif': '',
    'big.gpkg': '',
    'used.mbtiles': '',
    'used.mbtiles-wal': 'w',
  })
  for (const name of ['big.tif', 'used.mbtiles']) truncateSync(join(folder, name), 256 * 1024 * 1024)
  const survey = await surveyFolder(folder)
  const to = join(folderOf({}), 'copy')
  const copied = await copyProject({ ...everything, survey, to })
  expect(copied.filter(({ isLinked }) => isLinked).map(({ name }) => name)).toEqual(['big.tif'])
  expect(readlinkSync(join(to, 'big.tif'))).toBe(join(folder, 'big.tif'))
  expect(lstatSync(join(to, 'used.mbtiles')).isFile()).toBe(true)

  const whole = join(folderOf({}), 'copy')
  await copyProject({ ...everything, survey, to: whole, links: 'kept' })
  expect(lstatSync(join(whole, 'big.tif')).size).toBe(256 * 1024 * 1024)
})

test('over a linked raster of an earlier run the original stays as it is', async () => {
  const folder = folderOf({ 'big.tif': 'pixels' })
  const to = folderOf({})
  symlinkSync(join(folder, 'big.tif'), join(to, 'big.tif'))
  await copyProject({ ...everything, survey: await surveyFolder(folder), to })
  expect(readFileSync(join(folder, 'big.tif'), 'utf8')).toBe('pixels')
  expect(lstatSync(join(to, 'big.tif')).isFile()).toBe(true)
})

test('links inside the folder stay links, those that lead out are left out', async () => {
  const outside = folderOf({ 'secret.gpkg': 'secret' })
  const folder = folderOf({ 'data/x.csv': 'x' })
  symlinkSync('../data/x.csv', join(folder, 'data/again.csv'))
  symlinkSync(join(folder, 'data/x.csv'), join(folder, 'absolute.csv'))
  symlinkSync(`../../${basename(folder)}/data/x.csv`, join(folder, 'data/round.csv'))
  symlinkSync(join(outside, 'secret.gpkg'), join(folder, 'secret.gpkg'))
  const to = join(folderOf({}), 'copy')
  await copyProject({ ...everything, survey: await surveyFolder(folder), to })
  expect(readlinkSync(join(to, 'data/again.csv'))).toBe('x.csv')
  expect(readlinkSync(join(to, 'data/round.csv'))).toBe('x.csv')
  expect(readlinkSync(join(to, 'absolute.csv'))).toBe('data/x.csv')
  expect(readFileSync(join(to, 'absolute.csv'), 'utf8')).toBe('x')
  expect(readdirSync(to).sort()).toEqual(['absolute.csv', 'data'])
})

test('a link to a folder of the project stays one, or becomes a folder of files', async () => {
  const folder = folderOf({ 'a.qgs': '', 'photos/1.jpg': 'one', 'photos/old/2.jpg': 'two' })
  symlinkSync('photos', join(folder, 'DCIM'))
  const survey = await surveyFolder(folder)
  const to = join(folderOf({}), 'copy')
  await copyProject({ ...everything, survey, to })
  expect(readlinkSync(join(to, 'DCIM'))).toBe('photos')
  expect(readFileSync(join(to, 'DCIM/old/2.jpg'), 'utf8')).toBe('two')
  const followed = join(folderOf({}), 'copy')
  await copyProject({
    ...everything,
    survey,
    to: followed,
    links: 'followed',
    leaveOut: (name) => !name.startsWith('DCIM/'),
  })
  expect(lstatSync(join(followed, 'DCIM')).isDirectory()).toBe(true)
  expect(readFileSync(join(followed, 'DCIM/1.jpg'), 'utf8')).toBe('one')
  expect(readFileSync(join(followed, 'DCIM/old/2.jpg'), 'utf8')).toBe('two')
  expect(readdirSync(followed)).toEqual(['DCIM'])
})

test('what is gone since the survey is left out', async () => {
  const folder = folderOf({ 'a.qgs': 'project', '.~lock.a.ods#': '' })
  const survey = await surveyFolder(folder)
  rmSync(join(folder, '.~lock.a.ods#'))
  const to = join(folderOf({}), 'copy')
  expect((await copyProject({ ...everything, survey, to })).map(({ name }) => name)).toEqual(['a.qgs'])
})

test('a full disk is told as one', async (context) => {
  const disk = mountSmallDisk(context)
  const folder = folderOf({ 'a.qgs': '', 'big.gpkg': 'x'.repeat(4 * 1024 * 1024) })
  const copy = copyProject({ ...everything, survey: await surveyFolder(folder), to: join(disk, 'copy') })
  await expect(copy).rejects.toMatchObject({ code: 'output.full' })
})

test('a file that cannot be read is named', async () => {
  const folder = folderOf({ 'a.qgs': 'project', 'x.shp/inner': '' })
  const survey: FolderSurvey = await surveyFolder(folder)
  const file = { name: 'x.shp', size: 1, mtimeMs: 0, isHidden: false, link: null }
  const copy = copyProject({
    ...everything,
    survey: { ...survey, files: [file] },
    to: join(folderOf({}), 'copy'),
  })
  await expect(copy).rejects.toMatchObject({ code: 'input.unreadable', data: { params: { file: 'x.shp' } } })
})

test('who cancels is told so, also in the middle of a large file', async () => {
  const folder = folderOf({ 'big.gpkg': '' })
  truncateSync(join(folder, 'big.gpkg'), 2 * 1024 ** 3)
  const survey = await surveyFolder(folder)
  const to = join(folderOf({}), 'copy')
  const cancel = new AbortController()
  const copy = copyProject({ ...everything, survey, to, signal: cancel.signal })
  await expect.poll(() => readdirSync(to, { recursive: true })).toContain('big.gpkg')
  cancel.abort(new Error('enough'))
  await expect(copy).rejects.toThrow('enough')
})
