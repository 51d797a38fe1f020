import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DoctorReport, type Finding } from '#worker/api/doctor.ts'
import type { MirrorTest } from '#worker/api/mirror.ts'
import { AppError } from '#worker/api/errors.ts'
import { checkDisk, checkNode, checkSqlite } from '#worker/doctor/computer.ts'
import { runDoctor, type DoctorPorts } from '#worker/doctor/doctor.ts'
import { installMends } from '#worker/doctor/mends.ts'
import { checkProviders, checkQgis, type QgisFound } from '#worker/doctor/qgis.ts'
import { checkPostgres, checkQfieldCloud } from '#worker/doctor/services.ts'
import { loadWords } from '#worker/words/words.ts'

const words = loadWords(resolve('resources'))
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldpack-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const debian = { platform: 'linux' as const, osRelease: 'NAME="Debian"\nID=debian\n' }
const fedora = { platform: 'linux' as const, osRelease: 'ID=fedora\nID_LIKE="rhel centos"\n' }

const complete = {
  providers: ['ogr', 'gdal', 'wms', 'spatialite'],
  drivers: ['GPKG', 'GeoJSON', 'ESRI Shapefile', 'LIBKML', 'CSV'],
}

function found(parts: Partial<QgisFound['hello']> = {}): QgisFound {
  return {
    candidate: { label: '/usr/bin/python3' },
    hello: {
      qgis: '3.34.1',
      qgisInt: 33401,
      qt: '5.15.8',
      gdal: '3.6.2',
      python: '3.11.2',
      prefix: '/usr',
      pid: 1,
      ...complete,
      ...parts,
    },
  }
}

const tooOld = new AppError('qgis.tooOld', { path: '/usr/bin/python3', version: '3.16.3', minimum: '3.22' })
const broken = new AppError(
  'qgis.startFailed',
  { path: '/usr/bin/python3', cause: 'SIGSEGV' },
  { detail: 'trace' },
)

function ports(parts: Partial<DoctorPorts> = {}): DoctorPorts {
  return {
    findQgis: () => Promise.resolve(found()),
    probePostgres: null,
    sqliteVersion: '3.50.0',
    dataDir: folder,
    projectsFolder: join(folder, 'not', 'there', 'yet'),
    ...parts,
  }
}

const stateOf = (report: DoctorReport): Record<string, string> =>
  Object.fromEntries(report.findings.map(({ id, state }) => [id, state]))

/** A sentence without anything left to be filled in. */
function say(finding: Finding): string {
  const text = words.say(`doctor.${finding.id}.${finding.state}`, finding.params)
  expect(text).not.toMatch(/^doctor\.|[{}]|undefined|\(\)/)
  return text
}

test('a computer with everything is ready, and nothing is left behind in its folders', async () => {
  const report = DoctorReport.parse(await runDoctor(ports()))
  expect(report.ready).toBe(true)
  expect(stateOf(report)).toMatchObject({
    qgis: 'ok',
    providers: 'ok',
    sqlite: 'ok',
    postgres: 'off',
    qfieldcloud: 'off',
  })
  expect(readdirSync(folder)).toEqual([])
  report.findings.forEach(say)
})

test('without QGIS it is not ready, and says what to do', async () => {
  const report = await runDoctor(ports({ findQgis: () => Promise.reject(new AppError('qgis.missing')) }))
  expect(report.ready).toBe(false)
  expect(stateOf(report)).toMatchObject({ qgis: 'missing', providers: 'off', sqlite: 'ok' })
  expect(report.findings[0]?.mends.at(-1)).toEqual({ kind: 'chooseQgis' })
})

test('a check that never answers is cut off and told, the others are not held up', async () => {
  const never = new Promise<never>(() => undefined)
  const report = await runDoctor(ports({ findQgis: () => never, probePostgres: () => never, limitMs: 50 }))
  expect(stateOf(report)).toMatchObject({
    qgis: 'warning',
    providers: 'warning',
    postgres: 'warning',
    sqlite: 'ok',
  })
  report.findings.forEach(say)
})

test('a check that breaks is told, not thrown', async () => {
  const report = await runDoctor(ports({ findQgis: () => Promise.reject(new TypeError('bug')) }))
  expect(report.findings[0]).toMatchObject({ state: 'warning', params: { cause: 'TypeError: bug' } })
  report.findings.forEach(say)
})

test.each([
  ['debian', debian, [{ kind: 'command', command: 'sudo apt install python3-qgis' }]],
  ['ubuntu-like', { ...debian, osRelease: 'ID=linuxmint\nID_LIKE="ubuntu debian"' }, [{ kind: 'command' }]],
  ['fedora', fedora, [{ kind: 'link', url: 'https://qgis.org/download/' }]],
  ['windows', { platform: 'win32' as const, osRelease: '' }, [{ kind: 'link' }]],
  ['macOS', { platform: 'darwin' as const, osRelease: '' }, [{ kind: 'link' }]],
])('how to install on %s', (_name, system, expected) => {
  expect(installMends(system, ['python3-qgis'])).toMatchObject(expected)
})

test.each([
  [new AppError('qgis.missing'), debian, 'none', ['command', 'chooseQgis'], 'wasn’t found'],
  [new AppError('qgis.missing'), fedora, 'none', ['link', 'chooseQgis'], 'wasn’t found'],
  [tooOld, debian, 'tooOld', ['link', 'chooseQgis'], 'QGIS 3.16.3 in /usr/bin/python3 is too old'],
  [broken, debian, 'startFailed', ['command', 'chooseQgis'], 'doesn’t start (SIGSEGV)'],
])('QGIS: %s', async (problem, system, reason, mends, text) => {
  const finding = await checkQgis(Promise.reject(problem), system)
  expect(finding).toMatchObject({ state: 'missing', optional: false, params: { reason } })
  expect(finding.mends.map(({ kind }) => kind)).toEqual(mends)
  expect(say(finding)).toContain(text)
})

test('QGIS: found', async () => {
  expect(say(await checkQgis(Promise.resolve(found()), debian))).toBe('QGIS 3.34.1 in /usr/bin/python3.')
})

test.each([
  [{ providers: ['ogr', 'gdal'] }, 'warning', 'XYZ tiles (WMS)'],
  [{ drivers: complete.drivers.filter((name) => name !== 'GPKG') }, 'missing', 'GeoPackage'],
  [{ providers: [], drivers: [] }, 'missing', 'OGR, GeoPackage, GeoJSON, XYZ tiles (WMS)'],
])('providers: %j', async (parts, state, text) => {
  const finding = await checkProviders(Promise.resolve(found(parts)), debian)
  expect(finding).toMatchObject({ state, mends: [{ command: 'sudo apt install qgis-providers' }] })
  expect(say(finding)).toContain(text)
})

test.each([
  ['24.21.0', 'ok'],
  ['26.0.0', 'ok'],
  ['20.18.1', 'warning'],
])('Node %s', (version, state) => {
  const finding = checkNode(version)
  expect(finding.state).toBe(state)
  expect(say(finding)).toContain(version)
})

test('a data folder below a file cannot be written', async () => {
  writeFileSync(join(folder, 'file'), '')
  const finding = await checkSqlite('3.50.0', join(folder, 'file', 'data'))
  expect(finding).toMatchObject({ state: 'missing', params: { cause: 'ENOTDIR' } })
  expect(say(finding)).toContain('ENOTDIR')
})

const root = process.getuid?.() === 0
if (root) process.stderr.write('Skipped: a folder without write permission does not stop root.\n')

test.skipIf(root)('a data folder without write permission', async () => {
  chmodSync(folder, 0o500)
  expect(await checkSqlite('3.50.0', folder)).toMatchObject({ state: 'missing', params: { cause: 'EACCES' } })
})

test.each([
  [{ '/a': 50e9, '/b': 12.34e9 }, 'ok', '12.3 GB free for /b.'],
  [{ '/a': 1.95e9, '/b': 50e9 }, 'warning', 'Only 1.9 GB free for /a.'],
  [{ '/a': 2e9, '/b': 50e9 }, 'ok', '2 GB free for /a.'],
  [{ '/a': 5e7, '/b': 1e9 }, 'missing', 'The disk of /a is full'],
])('disk %j: %s', async (rooms: Record<string, number>, state, text) => {
  const finding = await checkDisk(Object.keys(rooms), (path) => Promise.resolve(rooms[path] ?? 0))
  expect(finding.state).toBe(state)
  expect(finding.mends).toHaveLength(state === 'ok' ? 0 : 1)
  expect(say(finding)).toContain(text)
})

const there = {
  reachable: true,
  host: 'db:5432',
  database: 'field',
  version: '15.4',
  encrypted: true,
  hasJobsTable: true,
} as const
const away = { reachable: false, host: 'db:5432', database: 'field', detail: '' } as const

test.each([
  [null, 'off', 'No Postgres is set'],
  [there, 'ok', 'Postgres 15.4 at db:5432, database field.'],
  [{ ...there, hasJobsTable: false }, 'warning', 'no table qgis_jobs'],
  [{ ...there, encrypted: false }, 'warning', 'can be read on its way'],
  [{ ...there, encrypted: false, host: '127.0.0.1:5432' }, 'ok', 'Postgres 15.4'],
  [{ ...there, encrypted: false, host: '[::1]' }, 'ok', 'Postgres 15.4'],
  [{ ...away, trouble: 'url' }, 'missing', 'isn’t valid'],
  [{ ...away, trouble: 'hostUnknown' }, 'missing', 'no db:5432'],
  [{ ...away, trouble: 'refused' }, 'missing', 'Nothing answers'],
  [{ ...away, trouble: 'timeout' }, 'missing', 'db:5432 didn’t answer'],
  [{ ...away, trouble: 'signIn' }, 'missing', 'password'],
  [{ ...away, trouble: 'noDatabase' }, 'missing', 'no database field'],
  [{ ...away, trouble: 'tls' }, 'missing', 'don’t agree'],
  [{ ...away, trouble: 'certificate' }, 'missing', 'can’t be trusted'],
  [{ ...away, trouble: 'privilege' }, 'missing', 'doesn’t let'],
  [{ ...away, trouble: 'other' }, 'missing', 'can’t be used'],
] satisfies [MirrorTest | null, string, string][])('Postgres %j', async (probe, state, text) => {
  const finding = await checkPostgres(probe === null ? null : Promise.resolve(probe))
  expect(finding).toMatchObject({ state, optional: true })
  expect(say(finding)).toContain(text)
})

test('QFieldCloud is off and optional', () => {
  const finding = checkQfieldCloud()
  expect(finding).toMatchObject({ state: 'off', optional: true })
  say(finding)
})
