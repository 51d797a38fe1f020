import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collectFiles } from '#worker/intake/collect.ts'

function folderOf(names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-collect-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
  return folder
}

const names = async (path: string): Promise<string[]> => (await collectFiles(path)).map(({ name }) => name)

test('one file is itself', async () => {
  const folder = folderOf(['a.geojson', 'b.geojson'])
  expect(await names(join(folder, 'a.geojson'))).toEqual(['a.geojson'])
})

test('a Shapefile brings its parts, in whatever case, and nothing of a neighbour', async () => {
  const folder = folderOf(['Roads.shp', 'roads.DBF', 'Roads.shx', 'Roads.prj', 'Roads.txt', 'Roads2.dbf'])
  expect((await names(join(folder, 'Roads.shp'))).sort()).toEqual([
    'Roads.prj',
    'Roads.shp',
    'Roads.shx',
    'roads.DBF',
  ])
})

test('a folder brings its files under its own name, hidden ones left out', async () => {
  const folder = folderOf(['form/survey.csv', 'form/choices.csv', 'form/.DS_Store', 'form/old/survey.csv'])
  expect(await names(join(folder, 'form'))).toEqual(['form/choices.csv', 'form/survey.csv'])
})

test('what is not there is input.missing, an empty folder input.unreadable', async () => {
  const folder = folderOf(['x'])
  mkdirSync(join(folder, 'empty'))
  await expect(collectFiles(join(folder, 'no.shp'))).rejects.toMatchObject({ code: 'input.missing' })
  await expect(collectFiles(join(folder, 'x', 'y'))).rejects.toMatchObject({ code: 'input.missing' })
  await expect(collectFiles(join(folder, 'empty'))).rejects.toMatchObject({ code: 'input.unreadable' })
})
