import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { electronEnvironment } from '#build/electron.ts'
import { placeOf } from '#build/electron/standin.ts'
import { unzip } from '#build/electron/unzip.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-standin-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/icudtl.dat', 'icudtl.dat'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/resources/app/package.json', null],
  ['Cypress/resources/app-update.yml', null],
  ['Cypress/browser_v8_context_snapshot.bin', null],
  ['Cypress/', null],
  ['other/electron', null],
])('%s goes to %s', (name, place) => {
  expect(placeOf(name)).toBe(place)
})

test('unzip keeps modes and contents and leaves out what has no place', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('run me'), 'Cypress/Cypress', { mode: 0o100755 })
  zip.addBuffer(Buffer.from('data'), 'Cypress/locales/de.pak', { mode: 0o100644 })
  zip.addBuffer(Buffer.from('not ours'), 'Cypress/resources/app/index.js')
  zip.end()
  const file = join(folder, 'a.zip')
  await pipeline(zip.outputStream, createWriteStream(file))
  expect(await unzip(file, join(folder, 'dist'), placeOf)).toBe(2)
  expect(readFileSync(join(folder, 'dist', 'electron'), 'utf8')).toBe('run me')
  expect(statSync(join(folder, 'dist', 'electron')).mode & 0o777).toBe(0o755)
  expect(statSync(join(folder, 'dist', 'locales', 'de.pak')).mode & 0o777).toBe(0o644)
})

test('only the stand-in gets another Node for the worker, and a chosen one stays', () => {
  const build = { dist: '/d', executable: '/d/electron', version: '33.2.1', standIn: true }
  expect(electronEnvironment(build, {})).toEqual({
    FIELDPACK_NODE: process.execPath,
    ELECTRON_OVERRIDE_DIST_PATH: '/d',
  })
  expect(electronEnvironment(build, { FIELDPACK_NODE: '/own' })['FIELDPACK_NODE']).toBe('/own')
  expect(electronEnvironment({ ...build, standIn: false }, {})).toEqual({ ELECTRON_OVERRIDE_DIST_PATH: '/d' })
})
