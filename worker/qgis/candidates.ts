import { posix, win32 } from 'node:path'

/** One way to start a Python that may belong to a QGIS. */
export interface Candidate {
  command: string
  /** Before the script. */
  args: string[]
  /** On top of the cleaned environment. */
  env: Record<string, string>
  /** What a person recognises: a path, or "Flatpak org.qgis.qgis". */
  label: string
  /** The person's own choice: its environment is left as the person set it. */
  chosen: boolean
  /** Runs inside Flatpak's sandbox, which takes variables and folders as arguments. */
  sandboxed: boolean
}

export interface Surroundings {
  platform: NodeJS.Platform
  env: Record<string, string | undefined>
  /** Names inside a folder; empty where it does not exist. */
  list(folder: string): string[]
}

/**
 * Where a QGIS' Python may be, best first: the setting, FIELDPACK_QGIS_PYTHON, then what the installers of
 * this system leave. Only looks at names; whether one works is the probe's question.
 */
export function listCandidates(setting: string | null, around: Surroundings): Candidate[] {
  const given = [setting, around.env['FIELDPACK_QGIS_PYTHON']].filter(
    (path) => path !== null && path !== undefined,
  )
  const chosen = given
    .filter((path) => path !== '')
    .flatMap((path) => fromPath(path, around).map((candidate) => ({ ...candidate, chosen: true })))
  return distinct([...chosen, ...installed(around)])
}

function installed(around: Surroundings): Candidate[] {
  if (around.platform === 'win32') return onWindows(around)
  if (around.platform === 'darwin') return [...onMac(around), ...onPath(around)]
  return [...inFolder('/usr/bin', around), ...onPath(around), ...inFlatpak(around)]
}

/** A person may point at the Python itself, at a macOS app, or at a Windows folder or its QGIS program. */
function fromPath(path: string, around: Surroundings): Candidate[] {
  if (around.platform === 'darwin' && /\.app\/?$/i.test(path))
    return inMacApp(path.replace(/\/$/, ''), around)
  if (around.platform === 'win32' && !/\.bat$/i.test(path) && !/python[^\\/]*\.exe$/i.test(path)) {
    const folder = /\.exe$/i.test(path) ? win32.dirname(path) : path
    return [...batches(folder, around), ...batches(win32.join(folder, 'bin'), around)]
  }
  return [plain(path)]
}

function onWindows(around: Surroundings): Candidate[] {
  const root = around.env['OSGEO4W_ROOT']
  const local = around.env['LOCALAPPDATA']
  const osgeo4w = [
    ...(root === undefined ? [] : [root]),
    'C:\\OSGeo4W',
    'C:\\OSGeo4W64',
    ...(local === undefined ? [] : [win32.join(local, 'Programs', 'OSGeo4W')]),
  ]
  const programs = [around.env['ProgramW6432'], around.env['ProgramFiles'], 'C:\\Program Files']
  const standalone = [...new Set(programs.filter((folder) => folder !== undefined))].flatMap((folder) =>
    newestFirst(around.list(folder).filter((name) => /^QGIS \d/i.test(name))).map((name) =>
      win32.join(folder, name),
    ),
  )
  return [...osgeo4w, ...standalone].flatMap((folder) => batches(win32.join(folder, 'bin'), around))
}

/** `python-qgis.bat` and its variants (-ltr, -qt6, -dev) set up the whole environment of their QGIS. */
function batches(folder: string, around: Surroundings): Candidate[] {
  const names = around.list(folder).filter((name) => /^python-qgis.*\.bat$/i.test(name))
  return names
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => plain(win32.join(folder, name)))
}

function onMac(around: Surroundings): Candidate[] {
  const home = around.env['HOME']
  const folders = ['/Applications', ...(home === undefined ? [] : [posix.join(home, 'Applications')])]
  return folders.flatMap((folder) =>
    newestFirst(around.list(folder).filter((name) => /^QGIS.*\.app$/i.test(name))).flatMap((name) =>
      inMacApp(posix.join(folder, name), around),
    ),
  )
}

/** The bundle's Python knows neither its own library nor the bundle's data: the app's launcher tells it. */
function inMacApp(app: string, around: Surroundings): Candidate[] {
  const contents = posix.join(app, 'Contents')
  const prefix = posix.join(contents, 'MacOS')
  const resources = posix.join(contents, 'Resources')
  const env: Record<string, string> = {
    QGIS_PREFIX_PATH: prefix,
    PYTHONPATH: posix.join(resources, 'python'),
    QT_PLUGIN_PATH: posix.join(contents, 'PlugIns'),
  }
  // GDAL's and PROJ's data are named only where this bundle has them.
  for (const [name, folder] of Object.entries({ GDAL_DATA: 'gdal', PROJ_LIB: 'proj', PROJ_DATA: 'proj' })) {
    const data = posix.join(resources, folder)
    if (around.list(data).length > 0) env[name] = data
  }
  // Bundles up to 3.4x carry Python's own library beside the program.
  if (around.list(posix.join(prefix, 'lib')).some((name) => name.startsWith('python3')))
    env['PYTHONHOME'] = prefix
  return [posix.join(prefix, 'bin'), prefix]
    .flatMap((folder) => inFolder(folder, around))
    .map((candidate) => ({ ...candidate, env, label: app }))
}

function onPath(around: Surroundings): Candidate[] {
  const folders = (around.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))
  return folders.flatMap((folder) => inFolder(folder, around))
}

function inFolder(folder: string, around: Surroundings): Candidate[] {
  return around.list(folder).includes('python3') ? [plain(posix.join(folder, 'python3'))] : []
}

function inFlatpak(around: Surroundings): Candidate[] {
  const home = around.env['HOME']
  const stores = [
    '/var/lib/flatpak',
    ...(home === undefined ? [] : [posix.join(home, '.local/share/flatpak')]),
  ]
  const has = stores.some((store) => around.list(posix.join(store, 'app')).includes('org.qgis.qgis'))
  if (!has) return []
  return [
    {
      command: 'flatpak',
      args: ['run', '--die-with-parent', '--command=python3', 'org.qgis.qgis'],
      env: {},
      label: 'Flatpak org.qgis.qgis',
      chosen: false,
      sandboxed: true,
    },
  ]
}

function plain(command: string): Candidate {
  return { command, args: [], env: {}, label: command, chosen: false, sandboxed: false }
}

function newestFirst(names: string[]): string[] {
  return [...names].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}

function distinct(candidates: Candidate[]): Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ command, args }) => {
    const key = [command, ...args].join('\0')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
