import { mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { succeed } from '#test/resources/qgis/call.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

async function database(mode: 'delete' | 'wal' = 'delete') {
  const file = join(await mkdtemp(path('base-')), 'a b#1.gpkg')
  const made = new DatabaseSync(file)
  made.exec(`pragma journal_mode = ${mode}; create table t (a); insert into t values (1)`)
  made.close()
  return file
}

const used = async (...files: string[]) => (await succeed('inUse', { files })).files

describe('nobody has it open', () => {
  test.each(['delete', 'wal'] as const)('a database in mode %s, which stays as it was', async (mode) => {
    const file = await database(mode)
    const before = [await readFile(file), (await stat(file)).mtimeMs, await readdir(join(file, '..'))]
    expect(await used(file)).toEqual([])
    expect([await readFile(file), (await stat(file)).mtimeMs, await readdir(join(file, '..'))]).toEqual(
      before,
    )
  })

  test('somebody only had read it', async () => {
    const file = await database()
    const reader = new DatabaseSync(file, { readOnly: true })
    reader.prepare('select * from t').all()
    expect(await used(file)).toEqual([])
    reader.close()
  })

  test('other files, empty ones and those that are not there', async () => {
    const folder = await mkdtemp(path('others-'))
    const files = ['a.shp', 'empty.gpkg', 'text.gpkg'].map((name) => join(folder, name))
    for (const file of files) await writeFile(file, file.endsWith('empty.gpkg') ? '' : 'no database')
    expect(await used(...files, join(folder, 'nosuch.gpkg'))).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['a.shp', 'empty.gpkg', 'text.gpkg'])
  })
})

describe('somebody has it open', () => {
  test('and is writing', async () => {
    const [busy, idle] = [await database(), await database()]
    const writer = new DatabaseSync(busy)
    writer.exec('begin immediate; insert into t values (2)')
    expect(await used(busy, idle)).toEqual([busy])
    writer.exec('rollback')
    writer.close()
    expect(await used(busy)).toEqual([])
  })

  test('and is in the middle of reading', async () => {
    const file = await database()
    const reader = new DatabaseSync(file)
    reader.exec('begin; select * from t')
    reader.prepare('select * from t').all()
    expect(await used(file)).toEqual([file])
    reader.close()
  })

  test('as QGIS has it, in WAL mode', async () => {
    const file = await database('wal')
    const writer = new DatabaseSync(file)
    writer.exec('insert into t values (2)')
    expect(await used(file)).toEqual([file])
    writer.close()
    expect(await used(file)).toEqual([])
  })

  test('or was, when its program died', async () => {
    const file = await database()
    await writeFile(`${file}-journal`, 'left behind')
    expect(await used(file)).toEqual([file])
    expect(await readFile(`${file}-journal`, 'utf8')).toBe('left behind')
  })
})
