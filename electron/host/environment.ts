/** What a worker needs of its environment: to find programs, folders, the display-less Qt, proxies, words. */
const allowed: readonly string[] = [
  'PATH',
  'Path',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'XDG_RUNTIME_DIR',
  'XDG_DATA_HOME',
  'XDG_DATA_DIRS',
  'XDG_CONFIG_HOME',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'NUMBER_OF_PROCESSORS',
  'OSGEO4W_ROOT',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
]

/**
 * The worker's environment: an allow-list, so that nothing meant for another program (NODE_OPTIONS, tokens)
 * reaches it, plus our own FIELDPACK_ variables.
 */
export function workerEnvironment(
  from: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = Object.entries(from).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (allowed.includes(entry[0]) || entry[0].startsWith('FIELDPACK_')),
  )
  return Object.fromEntries(entries)
}
