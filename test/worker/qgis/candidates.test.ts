import { expect, test } from 'vitest'
import { listCandidates, type Surroundings } from '#worker/qgis/candidates.ts'

/** A computer of which only some folders are known. */
function computer(
  platform: NodeJS.Platform,
  folders: Record<string, string[]>,
  env: Surroundings['env'] = {},
): Surroundings {
  return { platform, env, list: (folder) => folders[folder] ?? [] }
}

const labels = (setting: string | null, around: Surroundings): string[] =>
  listCandidates(setting, around).map(({ label }) => label)

const debian = computer(
  'linux',
  {
    '/usr/bin': ['bash', 'python3', 'python3.11'],
    '/root/.pyenv/shims': ['python3'],
    '/opt/empty': [],
    '/bin': ['python3'],
    '/var/lib/flatpak/app': ['org.gimp.GIMP', 'org.qgis.qgis'],
  },
  { PATH: '/root/.pyenv/shims:/opt/empty:/usr/bin:/bin:relative', HOME: '/root' },
)

const windows = computer(
  'win32',
  {
    'C:\\OSGeo4W\\bin': ['o4w_env.bat', 'python-qgis-ltr.bat', 'python-qgis.bat', 'python3.exe'],
    'D:\\OSGeo\\bin': ['python-qgis-qt6.bat'],
    'C:\\Program Files': ['QGIS 3.9.1', 'QGIS 3.34.12', '7-Zip', 'QGIS 4.0.0', 'QGIS 3.34.2'],
    'C:\\Program Files\\QGIS 3.9.1\\bin': ['python-qgis.bat'],
    'C:\\Program Files\\QGIS 3.34.2\\bin': ['python-qgis-ltr.bat'],
    'C:\\Program Files\\QGIS 3.34.12\\bin': ['python-qgis-ltr.bat'],
    'C:\\Program Files\\QGIS 4.0.0\\bin': ['python-qgis.bat'],
  },
  { OSGEO4W_ROOT: 'D:\\OSGeo', ProgramFiles: 'C:\\Program Files', ProgramW6432: 'C:\\Program Files' },
)

const mac = computer(
  'darwin',
  {
    '/Applications': ['Safari.app', 'QGIS-LTR.app', 'QGIS.app', 'QGIS3.34.app'],
    '/Applications/QGIS.app/Contents/MacOS': ['QGIS', 'python3'],
    '/Applications/QGIS-LTR.app/Contents/MacOS': ['QGIS', 'bin', 'lib'],
    '/Applications/QGIS-LTR.app/Contents/MacOS/bin': ['python3', 'python3.9'],
    '/Applications/QGIS-LTR.app/Contents/MacOS/lib': ['python3.9', 'libgdal.dylib'],
    '/Applications/QGIS-LTR.app/Contents/Resources/gdal': ['gcs.csv'],
    '/Applications/QGIS-LTR.app/Contents/Resources/proj': ['proj.db'],
    '/opt/homebrew/bin': ['python3'],
  },
  { PATH: '/opt/homebrew/bin:/usr/bin', HOME: '/Users/ana' },
)

test('Linux: the distribution, then PATH, then Flatpak, each once', () => {
  expect(labels(null, debian)).toEqual([
    '/usr/bin/python3',
    '/root/.pyenv/shims/python3',
    '/bin/python3',
    'Flatpak org.qgis.qgis',
  ])
})

test('Flatpak runs its own Python and dies with us', () => {
  expect(listCandidates(null, debian).at(-1)).toMatchObject({
    command: 'flatpak',
    args: ['run', '--die-with-parent', '--command=python3', 'org.qgis.qgis'],
    sandboxed: true,
  })
})

test('Windows: OSGeo4W, then the installers, newest first', () => {
  expect(labels(null, windows)).toEqual([
    'D:\\OSGeo\\bin\\python-qgis-qt6.bat',
    'C:\\OSGeo4W\\bin\\python-qgis.bat',
    'C:\\OSGeo4W\\bin\\python-qgis-ltr.bat',
    'C:\\Program Files\\QGIS 4.0.0\\bin\\python-qgis.bat',
    'C:\\Program Files\\QGIS 3.34.12\\bin\\python-qgis-ltr.bat',
    'C:\\Program Files\\QGIS 3.34.2\\bin\\python-qgis-ltr.bat',
    'C:\\Program Files\\QGIS 3.9.1\\bin\\python-qgis.bat',
  ])
})

test('macOS: bundles first, each with the environment that it needs', () => {
  const candidates = listCandidates(null, mac)
  expect(candidates.map(({ command }) => command)).toEqual([
    '/Applications/QGIS.app/Contents/MacOS/python3',
    '/Applications/QGIS-LTR.app/Contents/MacOS/bin/python3',
    '/opt/homebrew/bin/python3',
  ])
  expect(candidates[1]?.env).toEqual({
    QGIS_PREFIX_PATH: '/Applications/QGIS-LTR.app/Contents/MacOS',
    PYTHONHOME: '/Applications/QGIS-LTR.app/Contents/MacOS',
    PYTHONPATH: '/Applications/QGIS-LTR.app/Contents/Resources/python',
    QT_PLUGIN_PATH: '/Applications/QGIS-LTR.app/Contents/PlugIns',
    GDAL_DATA: '/Applications/QGIS-LTR.app/Contents/Resources/gdal',
    PROJ_LIB: '/Applications/QGIS-LTR.app/Contents/Resources/proj',
    PROJ_DATA: '/Applications/QGIS-LTR.app/Contents/Resources/proj',
  })
  expect(candidates[0]?.env).not.toHaveProperty('PYTHONHOME')
})

test.each([
  ['Python itself', debian, '/opt/qgis/bin/python3', ['/opt/qgis/bin/python3']],
  ['a batch file', windows, 'E:\\Q\\python-qgis.bat', ['E:\\Q\\python-qgis.bat']],
  ['a Python program', windows, 'E:\\Q\\python3.exe', ['E:\\Q\\python3.exe']],
  [
    'an installation folder',
    windows,
    'C:\\Program Files\\QGIS 3.34.2',
    ['C:\\Program Files\\QGIS 3.34.2\\bin\\python-qgis-ltr.bat'],
  ],
  [
    'the QGIS program',
    windows,
    'C:\\Program Files\\QGIS 3.34.2\\bin\\qgis-ltr-bin.exe',
    ['C:\\Program Files\\QGIS 3.34.2\\bin\\python-qgis-ltr.bat'],
  ],
  ['an app', mac, '/Applications/QGIS-LTR.app/', ['/Applications/QGIS-LTR.app']],
])('the setting may name %s, and comes first', (_what, around, setting, expected) => {
  const [first, second] = listCandidates(setting, around)
  expect([first?.label]).toEqual(expected)
  expect(first?.chosen).toBe(true)
  expect(second?.chosen).toBe(false)
})

test('the setting goes before FIELDPACK_QGIS_PYTHON, and that before what is installed', () => {
  const around = { ...debian, env: { ...debian.env, FIELDPACK_QGIS_PYTHON: '/b/python3' } }
  expect(labels('/a/python3', around).slice(0, 3)).toEqual(['/a/python3', '/b/python3', '/usr/bin/python3'])
  expect(labels(null, around)[0]).toBe('/b/python3')
})

test('an empty FIELDPACK_QGIS_PYTHON is none', () => {
  expect(labels('', { ...debian, env: { FIELDPACK_QGIS_PYTHON: '' } })[0]).toBe('/usr/bin/python3')
})

test.each(['linux', 'win32', 'darwin'] as const)('%s without anything: no candidates', (platform) => {
  expect(listCandidates(null, computer(platform, {}))).toEqual([])
})
