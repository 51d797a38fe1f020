import { aptInstall, hasApt, type Wanted } from '#build/bootstrap/apt.ts'
import type { ElectronBuild } from '#build/electron.ts'
import { run } from '#build/run.ts'
import type { Say } from '#build/say.ts'

/** What Chromium links against; the names after the first are those of newer releases. */
const libraries: readonly Wanted[] = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libatspi2.0-0', 'libatspi2.0-0t64'],
  ['libcups2', 'libcups2t64'],
  ['libgbm1'],
  ['libdrm2'],
  ['libxkbcommon0'],
  ['libxss1'],
  ['libxtst6'],
  ['libnotify4'],
  ['libsecret-1-0'],
  ['xdg-utils'],
]

/** Electron's shared libraries, found missing by the loader itself and installed with apt. */
export async function ensureElectronLibraries(build: ElectronBuild, say: Say): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const missing = await missingLibraries(build.executable)
  if (missing.length === 0) return true
  const why = `Electron needs ${missing.join(', ')}.`
  if (!hasApt()) {
    say(`${why} Install them with this system's package manager.`)
    return false
  }
  await aptInstall(libraries, why, say)
  return (await missingLibraries(build.executable)).length === 0
}

/** A virtual display for the window tests of a machine that has none. */
export async function ensureVirtualDisplay(say: Say): Promise<boolean> {
  if (process.platform !== 'linux') return true
  if (hasApt()) return aptInstall([['xvfb'], ['fonts-dejavu-core']], 'The window tests need Xvfb.', say)
  return (await run('Xvfb', ['-help'], { capture: true, quiet: true })).code !== 127
}

export const hasDisplay = (environment: NodeJS.ProcessEnv): boolean =>
  process.platform !== 'linux' ||
  (environment['DISPLAY'] ?? '') !== '' ||
  (environment['WAYLAND_DISPLAY'] ?? '') !== ''

async function missingLibraries(executable: string): Promise<string[]> {
  const listing = await run('ldd', [executable], { capture: true, quiet: true })
  return notFoundIn(listing.stdout)
}

/** Libraries that `ldd` could not find. */
export function notFoundIn(listing: string): string[] {
  return [...listing.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '')
}
