import { existsSync } from 'node:fs'
import { run } from '#build/run.ts'
import type { Say } from '#build/say.ts'

/** A package under its names in different releases (Debian 13 and Ubuntu 24.04 put `t64` behind some). */
export type Wanted = readonly [string, ...string[]]

/** Names that are installed, out of `dpkg-query -W -f='${Package} ${Status}\n'`. */
export function installedIn(listing: string): Set<string> {
  const lines = listing.split('\n').map((line) => line.split(' '))
  return new Set(lines.filter((words) => words.at(-1) === 'installed').map((words) => words[0] ?? ''))
}

/** Names that apt could install, out of `apt-cache policy NAME…`. */
export function candidatesIn(policy: string): Set<string> {
  const found = policy.matchAll(/^(\S+):\n\s+Installed: .*\n\s+Candidate: (.+)$/gm)
  return new Set([...found].filter((match) => match[2] !== '(none)').map((match) => match[1] ?? ''))
}

/** One name for each wanted package that no name of is installed: the first that apt can install. */
export function choosePackages(
  wanted: readonly Wanted[],
  installed: ReadonlySet<string>,
  candidates: ReadonlySet<string>,
): string[] {
  const missing = wanted.filter((names) => !names.some((name) => installed.has(name)))
  return missing.map((names) => names.find((name) => candidates.has(name)) ?? names[0])
}

/** The wanted packages that dpkg does not have. */
async function missingPackages(wanted: readonly Wanted[]): Promise<Wanted[]> {
  const installed = await installedNow(wanted)
  return wanted.filter((names) => !names.some((name) => installed.has(name)))
}

export const hasApt = (): boolean => process.platform === 'linux' && existsSync('/usr/bin/apt-get')

/**
 * Installs what is missing of `wanted`, as root or with sudo, and says what it runs. Without the right to
 * do so it says what a person should run.
 *
 * @returns whether everything is there now
 */
export async function aptInstall(wanted: readonly Wanted[], why: string, say: Say): Promise<boolean> {
  const missing = await missingPackages(wanted)
  if (missing.length === 0) return true
  const prefix = await rightsPrefix()
  if (prefix === null) {
    say(
      `${why} Missing: install it with\n  sudo apt-get install ${missing.map((names) => names[0]).join(' ')}`,
    )
    return false
  }
  say(`${why} Refreshing apt's package lists …`)
  await apt(prefix, ['update', '-qq'])
  const policy = await run('apt-cache', ['policy', ...missing.flat()], { capture: true, env: plain() })
  const packages = choosePackages(missing, new Set(), candidatesIn(policy.stdout))
  say(`Running: ${[...prefix, 'apt-get install'].join(' ')} ${packages.join(' ')}`)
  await apt(prefix, ['install', '-y', '-qq', '--no-install-recommends', ...packages])
  return (await missingPackages(wanted)).length === 0
}

async function installedNow(wanted: readonly Wanted[]): Promise<Set<string>> {
  const format = '-f=${Package} ${Status}\\n'
  const listing = await run('dpkg-query', ['-W', format, ...wanted.flat()], { capture: true, quiet: true })
  return installedIn(listing.stdout)
}

/** `[]` for root, `sudo` where it works (it may ask for the password at a terminal), null otherwise. */
async function rightsPrefix(): Promise<string[] | null> {
  if (process.getuid?.() === 0) return []
  if (!existsSync('/usr/bin/sudo')) return null
  if (process.stdin.isTTY) return ['sudo']
  const silent = await run('sudo', ['-n', 'true'], { quiet: true })
  return silent.code === 0 ? ['sudo', '-n'] : null
}

function apt(prefix: readonly string[], args: readonly string[]) {
  const words = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
    ...args,
  ]
  return run(words[0] ?? 'env', words.slice(1), { env: plain() })
}

const plain = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C' })
