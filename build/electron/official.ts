import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#build/root.ts'
import { run } from '#build/run.ts'
import type { Say } from '#build/say.ts'

const packageDir = join(root, 'node_modules', 'electron')

/** The folder that Electron's own npm package downloaded into, or null when it did not yet. */
export async function officialDist(): Promise<string | null> {
  const path = await readFile(join(packageDir, 'path.txt'), 'utf8').catch(() => null)
  return path !== null && existsSync(join(packageDir, 'dist', path)) ? join(packageDir, 'dist') : null
}

/**
 * Electron's own downloader. Five seconds decide whether its server can be reached at all; the download
 * itself may then take as long as it takes.
 */
export async function downloadOfficial(say: Say): Promise<string | null> {
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/'
  const reachable = await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(5000) }).then(
    () => true,
    () => false,
  )
  if (!reachable) {
    say(`Electron's download server (${new URL(mirror).host}) cannot be reached.`)
    return null
  }
  say('Downloading Electron (about 120 MB, once) …')
  const done = await run(process.execPath, [join(packageDir, 'install.js')])
  return done.code === 0 ? officialDist() : null
}
