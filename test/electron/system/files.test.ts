import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { FilePurpose, type FileRef } from '#electron/api/files.ts'
import { Grants } from '#electron/ipc/grants.ts'
import { filesIn, grantPath } from '#electron/system/files.ts'
import { filtersFor } from '#electron/system/filters.ts'
import { Opened } from '#electron/system/opened.ts'
import { words } from '#electron/system/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-files-'))
const form = join(folder, 'umfrage ä.xlsx')
writeFileSync(form, 'abc')
afterAll(() => rmSync(folder, { recursive: true }))

test('a file is described and granted alone', async () => {
  const grants = new Grants()
  expect(await grantPath(grants, form)).toEqual({
    path: form,
    name: 'umfrage ä.xlsx',
    size: 3,
    isFolder: false,
  })
  expect([form, folder].map((path) => grants.allows(path))).toEqual([true, false])
})

test('a folder is granted with what is in it', async () => {
  const grants = new Grants()
  expect(await grantPath(grants, folder)).toMatchObject({ size: 0, isFolder: true })
  expect(grants.allows(form)).toBe(true)
})

test.each([join(folder, 'none.xlsx'), '', 'relative.xlsx'])('%j is not there', async (path) => {
  await expect(grantPath(new Grants(), path)).rejects.toMatchObject({ code: 'input.missing' })
})

test('forms and projects are found among the words of a command line (A9)', () => {
  const argv = ['/usr/bin/fieldpack', '--no-sandbox', 'a.xlsx', '/b/c.ODS', 'notes.txt', '--x.xlsx', 'p.qgz']
  expect(filesIn(argv, '/home/ann')).toEqual(['/home/ann/a.xlsx', '/b/c.ODS', '/home/ann/p.qgz'])
})

test('what was opened before the page listens waits; later files are told; missing ones are left out', async () => {
  const told: FileRef[][] = []
  const opened = new Opened(new Grants(), (files) => told.push(files))
  await opened.open([form, join(folder, 'none.xlsx')])
  expect(told).toEqual([])
  expect(opened.take()).toMatchObject([{ path: form }])
  expect(opened.take()).toEqual([])
  await opened.open([form])
  await opened.open([join(folder, 'none.xlsx')])
  expect(told).toMatchObject([[{ path: form }]])
})

test.each(FilePurpose.options)('the dialog for %s has a title and ends with all files (A5)', (purpose) => {
  expect(words(`dialog.${purpose}`)).not.toMatch(/^dialog/)
  const filters = filtersFor(purpose)
  expect(filters.at(-1)?.extensions).toEqual(['*'])
  for (const filter of filters) expect(words(filter.name)).not.toMatch(/^dialog/)
})
