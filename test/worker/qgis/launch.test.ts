import { expect, test } from 'vitest'
import type { Candidate } from '#worker/qgis/candidates.ts'
import { launchOf, type LaunchPlace } from '#worker/qgis/launch.ts'

const plain: Candidate = {
  command: '/usr/bin/python3',
  args: [],
  env: {},
  label: '/usr/bin/python3',
  chosen: false,
  sandboxed: false,
}

const place: LaunchPlace = {
  platform: 'linux',
  env: { HOME: '/home/ana', LANG: 'de_DE.UTF-8' },
  utf8Locale: true,
  resourcesDir: '/opt/Field pack/resources',
  scratch: '/home/ana/state/session-1',
}

test('the script follows the candidate, its arguments follow the script', () => {
  const { command, args } = launchOf(plain, 'session.py', ['--methods', 'a & b.py'], place)
  expect([command, ...args]).toEqual([
    '/usr/bin/python3',
    '/opt/Field pack/resources/qgis/session.py',
    '--methods',
    'a & b.py',
  ])
})

test('profile and temporary files stay in the scratch folder, time in UTC, the network out', () => {
  expect(launchOf(plain, 'probe.py', [], place).env).toMatchObject({
    HOME: '/home/ana',
    QGIS_CUSTOM_CONFIG_PATH: '/home/ana/state/session-1/profile',
    TMPDIR: '/home/ana/state/session-1/tmp',
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    QT_QPA_PLATFORM: 'offscreen',
    PROJ_NETWORK: 'OFF',
  })
})

test("a system without C.UTF-8 keeps the user's locale", () => {
  const { env } = launchOf(plain, 'probe.py', [], { ...place, utf8Locale: false })
  expect(env['LC_ALL']).toBeUndefined()
  expect(env['LANG']).toBe('de_DE.UTF-8')
})

const foreign = {
  PYTHONHOME: '/conda',
  PROJ_LIB: 'C:\\PostGIS\\proj',
  LD_LIBRARY_PATH: '/tmp/.mount/usr/lib',
}

test("somebody else's Python, GDAL and Qt are kept away from an installed QGIS", () => {
  const { env } = launchOf(plain, 'probe.py', [], { ...place, env: foreign })
  for (const name of Object.keys(foreign)) expect(env).not.toHaveProperty(name)
})

test('a chosen Python keeps the environment that its owner set', () => {
  expect(launchOf({ ...plain, chosen: true }, 'probe.py', [], { ...place, env: foreign }).env).toMatchObject(
    foreign,
  )
})

test("the candidate's own environment wins over what was inherited", () => {
  const bundle = { ...plain, env: { PYTHONHOME: '/Applications/QGIS.app/Contents/MacOS' } }
  const { env } = launchOf(bundle, 'probe.py', [], { ...place, platform: 'darwin', env: foreign })
  expect(env['PYTHONHOME']).toBe('/Applications/QGIS.app/Contents/MacOS')
  expect(env).not.toHaveProperty('QT_QPA_PLATFORM')
})

test.each([
  'PGPASSWORD',
  'PGHOST',
  'FTM_DB_PASSWORD',
  'FTM_DB_URL',
  'DATABASE_URL',
  'QFIELDCLOUD_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'MAPS_API_KEY',
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
])('%s never reaches QGIS, not even a chosen one', (name) => {
  for (const chosen of [true, false]) {
    const { env } = launchOf({ ...plain, chosen }, 'probe.py', [], { ...place, env: { [name]: 'geheim' } })
    expect(env).not.toHaveProperty(name)
  }
})

test('on Windows paths have its separator', () => {
  const windows: LaunchPlace = {
    ...place,
    platform: 'win32',
    resourcesDir: 'C:\\Program Files\\Fieldpack\\resources',
    scratch: 'C:\\Users\\Ana\\state',
  }
  const { args, env } = launchOf(
    { ...plain, command: 'C:\\OSGeo4W\\bin\\python-qgis.bat' },
    'probe.py',
    [],
    windows,
  )
  expect(args).toEqual(['C:\\Program Files\\Fieldpack\\resources\\qgis\\probe.py'])
  expect(env['TEMP']).toBe('C:\\Users\\Ana\\state\\tmp')
})

test('Flatpak gets folders and variables through its door', () => {
  const flatpak: Candidate = {
    ...plain,
    command: 'flatpak',
    args: ['run', '--command=python3', 'org.qgis.qgis'],
    sandboxed: true,
  }
  const { args } = launchOf(flatpak, 'probe.py', [], place)
  expect(args[0]).toBe('run')
  expect(args).toContain('--filesystem=/opt/Field pack/resources:ro')
  expect(args).toContain('--filesystem=/home/ana/state/session-1')
  expect(args).toContain('--env=TZ=UTC')
  expect(args.slice(-3)).toEqual([
    '--command=python3',
    'org.qgis.qgis',
    '/opt/Field pack/resources/qgis/probe.py',
  ])
})
