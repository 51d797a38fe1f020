import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall, hasApt } from '#build/bootstrap/apt.ts'
import { ensureElectronLibraries, ensureVirtualDisplay } from '#build/bootstrap/display.ts'
import { ensureElectron, type ElectronBuild } from '#build/electron.ts'
import { run } from '#build/run.ts'
import { tell, type Say } from '#build/say.ts'

const website = 'https://qgis.org/download/'

/** What the window needs: Electron and its libraries, and a QGIS to work with. */
export async function bootstrapWindow(say: Say = tell): Promise<ElectronBuild> {
  // Without QGIS the app still opens: its setup page shows what is missing.
  await ensureQgis(say)
  const electron = await ensureElectron(say)
  await ensureElectronLibraries(electron, say)
  return electron
}

/** Everything that the tests need on a bare machine: QGIS, Electron, its libraries, a virtual display. */
export async function bootstrap(say: Say = tell): Promise<boolean> {
  const qgis = await ensureQgis(say)
  const electron = await ensureElectron(say)
  const libraries = await ensureElectronLibraries(electron, say)
  const display = await ensureVirtualDisplay(say)
  return qgis && libraries && display
}

/**
 * Looks for a QGIS with its Python and installs Debian's or Ubuntu's when there is none. Which QGIS the app
 * then uses is the worker's own choice (worker/qgis); this only sees to it that one can be found.
 */
export async function ensureQgis(say: Say = tell): Promise<boolean> {
  if (process.platform === 'linux') return ensureOnLinux(say)
  const found = process.platform === 'darwin' ? findOnMac() : findOnWindows()
  if (found === null) say(`No QGIS was found. Get it at ${website} (3.22 or newer), then start again.`)
  return found !== null
}

async function ensureOnLinux(say: Say): Promise<boolean> {
  if (hasApt())
    return aptInstall(
      [['python3-qgis'], ['qgis-providers']],
      'Fieldpack works with the QGIS of this machine.',
      say,
    )
  const probe = await run('/usr/bin/python3', ['-c', 'import qgis.core'], { capture: true, quiet: true })
  if (probe.code === 0) return true
  if (existsSync('/var/lib/flatpak/app/org.qgis.qgis')) return true
  say(`No QGIS was found. Get it from this system's package manager or at ${website}.`)
  return false
}

function findOnMac(): string | null {
  const apps = entries('/Applications').filter((name) => /^QGIS.*\.app$/.test(name))
  return apps.length === 0 ? null : join('/Applications', apps.at(-1) ?? '')
}

function findOnWindows(): string | null {
  const programs = process.env['ProgramFiles'] ?? 'C:\\Program Files'
  const folders = [
    ...entries(programs)
      .filter((name) => name.startsWith('QGIS '))
      .map((name) => join(programs, name)),
    'C:\\OSGeo4W',
    'C:\\OSGeo4W64',
  ]
  return (
    folders.find((folder) => existsSync(join(folder, 'bin', 'python-qgis.bat')) || hasLtr(folder)) ?? null
  )
}

const hasLtr = (folder: string): boolean => existsSync(join(folder, 'bin', 'python-qgis-ltr.bat'))

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

if (import.meta.main) process.exitCode = (await bootstrap()) ? 0 : 1
