/**
 * `npm run pack`: a bundle in `release/` for this machine. Where only the stand-in Electron can be had, it
 * is a bundle for tests and says so; `-- --release` refuses to make one.
 */
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Configuration } from 'electron-builder'
import { buildDist } from '#build/dist.ts'
import { ensureElectron, type ElectronBuild } from '#build/electron.ts'
import { faultsOfBundle } from '#build/pack/faults.ts'
import { cacheDir, root } from '#build/root.ts'
import { tell } from '#build/say.ts'

const electron = await ensureElectron(tell)
if (electron.standIn && process.argv.includes('--release')) {
  tell(
    `A release is built with the Electron that package.json declares. Here is only ${electron.version}, which is ` +
      'for development and tests. Run this where github.com can be reached.',
  )
  process.exitCode = 1
} else await pack()

async function pack(): Promise<void> {
  await buildDist()
  const dist = electron.standIn ? await cleanCopy(electron) : electron.dist
  try {
    await build({ dir: true, publish: 'never', projectDir: root, config: configFor(electron, dist) })
  } finally {
    if (electron.standIn) await rm(dist, { recursive: true, force: true })
  }
  const bundle = join(root, 'release', folderName())
  if (electron.standIn) await mark(bundle)
  const faults = await faultsOfBundle(bundle, electron.standIn)
  faults.forEach(tell)
  if (faults.length === 0) console.log(bundle)
  process.exitCode = faults.length === 0 ? 0 : 1
}

/** The stand-in without its default app, which would start in place of ours. */
async function cleanCopy({ dist, version }: ElectronBuild): Promise<string> {
  const copy = join(cacheDir, `electron-${version}-${process.pid}`)
  const defaultApp = join(dist, 'resources', 'app')
  await cp(dist, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => path !== defaultApp })
  return copy
}

function configFor({ standIn, version }: ElectronBuild, dist: string): Configuration {
  const base: Configuration = { extends: join(root, 'build', 'electron-builder.yml'), electronDist: dist }
  if (!standIn) return base
  return {
    ...base,
    electronVersion: version,
    // Another Node runs the worker (FIELDPACK_NODE), and it cannot read inside an asar.
    asarUnpack: ['dist/worker/**', 'dist/package.json', 'node_modules/better-sqlite3/**'],
    // Playwright drives the bundle through the inspector.
    electronFuses: { enableNodeCliInspectArguments: true },
  }
}

function folderName(): string {
  if (process.platform === 'darwin') return process.arch === 'arm64' ? 'mac-arm64' : 'mac'
  const system = process.platform === 'win32' ? 'win' : 'linux'
  return process.arch === 'x64' ? `${system}-unpacked` : `${system}-${process.arch}-unpacked`
}

async function mark(bundle: string): Promise<void> {
  const words = `This bundle runs on Electron ${electron.version}, not on the one that Fieldpack declares.
It is for tests on one machine and must not be given to anybody. It needs FIELDPACK_NODE (a Node 24).
`
  await writeFile(join(bundle, 'TEST-BUNDLE.txt'), words)
}
