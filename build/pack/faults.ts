import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { filesInAsar } from '#build/pack/asar.ts'

/** Every switch in Electron's binary, as a bundle must have it (S16). */
const fuses: readonly [FuseV1Options, boolean][] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
]

const shipped =
  /^(package\.json|dist\/package\.json|dist\/(main|preload|worker|renderer)\/[^:]+|node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.+|prebuilds\/[\w-]+\.node))$/

/** What is wrong with a finished bundle; read back from the bundle, not from its configuration. */
export async function faultsOfBundle(bundle: string, forTests: boolean): Promise<string[]> {
  const { resources, executable } = placesIn(bundle)
  const archive = join(resources, 'app.asar')
  if (!existsSync(archive)) return [`${archive} is missing`]
  const files = await filesInAsar(archive)
  return [
    ...(existsSync(join(resources, 'app')) ? ['resources/app would start in place of the app'] : []),
    ...(existsSync(join(resources, 'default_app.asar')) ? ['Electron’s default app is in the bundle'] : []),
    ...files
      .filter((file) => !shipped.test(file) || file.endsWith('.map'))
      .map((file) => `${file} should not ship`),
    ...prebuildFaults(files),
    ...['qgis', 'locales', 'samples']
      .filter((name) => !existsSync(join(resources, name)))
      .map((name) => `resources/${name} is missing`),
    ...(await fuseFaults(executable, forTests)),
  ]
}

function prebuildFaults(files: readonly string[]): string[] {
  const binaries = files.filter((file) => file.endsWith('.node'))
  return binaries.length === 1 ? [] : [`one prebuilt binary should ship, not ${binaries.length}`]
}

async function fuseFaults(executable: string, forTests: boolean): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable)
  return fuses.flatMap(([fuse, wanted]) => {
    const on = wire[fuse] === FuseState.ENABLE
    const right = forTests && fuse === FuseV1Options.EnableNodeCliInspectArguments ? true : wanted
    return on === right ? [] : [`fuse ${FuseV1Options[fuse]} is ${on ? 'on' : 'off'}`]
  })
}

function placesIn(bundle: string): { resources: string; executable: string } {
  if (process.platform === 'darwin') {
    const app = join(bundle, 'Fieldpack.app', 'Contents')
    return { resources: join(app, 'Resources'), executable: join(bundle, 'Fieldpack.app') }
  }
  const name = process.platform === 'win32' ? 'Fieldpack.exe' : 'fieldpack'
  return { resources: join(bundle, 'resources'), executable: join(bundle, name) }
}
