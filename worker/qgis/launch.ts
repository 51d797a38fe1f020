import type { Candidate } from '#worker/qgis/candidates.ts'

/** What `spawn` needs. */
export interface Launch {
  command: string
  args: string[]
  /** The whole environment, nothing is inherited beside it. */
  env: Record<string, string>
}

export interface LaunchPlace {
  platform: NodeJS.Platform
  env: Record<string, string | undefined>
  /** Whether the system has the locale C.UTF-8. */
  utf8Locale: boolean
  resourcesDir: string
  /** A folder of this process' own: QGIS' profile and temporary files go there, never to the user's. */
  scratch: string
}

/**
 * Variables that point a Python, Qt, GDAL or PROJ at somebody else's files (an AppImage, conda, PostGIS'
 * installer), and Electron's own.
 */
const foreign = new Set([
  'PYTHONHOME',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'PYTHONINSPECT',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'DYLD_LIBRARY_PATH',
  'DYLD_INSERT_LIBRARIES',
  'QT_PLUGIN_PATH',
  'QT_QPA_PLATFORM_PLUGIN_PATH',
  'QGIS_PREFIX_PATH',
  'GDAL_DATA',
  'GDAL_DRIVER_PATH',
  'PROJ_LIB',
  'PROJ_DATA',
])

const secret = /passw|secret|token|api_?key|^pg|_url$|^node_|^electron_/i

/** The command that runs `script` of resources/qgis with a candidate, in an environment that is the same everywhere. */
export function launchOf(
  candidate: Candidate,
  script: string,
  scriptArgs: string[],
  place: LaunchPlace,
): Launch {
  const separator = place.platform === 'win32' ? '\\' : '/'
  const file = [place.resourcesDir, 'qgis', script].join(separator)
  const own = { ...candidate.env, ...ours(place, separator) }
  const env = { ...inherited(candidate, place.env), ...own }
  if (!candidate.sandboxed)
    return { command: candidate.command, args: [...candidate.args, file, ...scriptArgs], env }
  const [run = 'run', ...rest] = candidate.args
  const doors = [`--filesystem=${place.resourcesDir}:ro`, `--filesystem=${place.scratch}`]
  const variables = Object.entries(own).map(([name, value]) => `--env=${name}=${value}`)
  return {
    command: candidate.command,
    args: [run, ...doors, ...variables, ...rest, file, ...scriptArgs],
    env,
  }
}

/** A form may ask QGIS for a variable (`env()`), so it sees no secrets. */
function inherited(candidate: Candidate, env: LaunchPlace['env']): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !secret.test(entry[0]) &&
      (candidate.chosen || !foreign.has(entry[0].toUpperCase())),
  )
  return Object.fromEntries(kept)
}

function ours(place: LaunchPlace, separator: string): Record<string, string> {
  const tmp = [place.scratch, 'tmp'].join(separator)
  return {
    QGIS_CUSTOM_CONFIG_PATH: [place.scratch, 'profile'].join(separator),
    TMPDIR: tmp,
    TEMP: tmp,
    TMP: tmp,
    CPL_TMPDIR: tmp,
    TZ: 'UTC',
    PYTHONUTF8: '1',
    // The files of an installed app are not ours to write beside.
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONNOUSERSITE: '1',
    PYTHONFAULTHANDLER: '1',
    // Nothing on the way to a project needs a network.
    PROJ_NETWORK: 'OFF',
    GDAL_HTTP_TIMEOUT: '5',
    GDAL_HTTP_CONNECTTIMEOUT: '5',
    GDAL_HTTP_MAX_RETRY: '0',
    // Windows and macOS start their own platform without a window; Linux would ask for a display.
    ...(place.platform === 'linux' ? { QT_QPA_PLATFORM: 'offscreen' } : {}),
    // Qt 5 on Linux reads file names in the locale's encoding.
    ...(place.platform === 'linux' && place.utf8Locale ? { LC_ALL: 'C.UTF-8' } : {}),
  }
}
