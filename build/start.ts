/** `npm start`: finds or makes what is missing, builds, and runs the app. `-- --watch` rebuilds on change. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { bootstrapWindow } from '#build/bootstrap.ts'
import { hasDisplay } from '#build/bootstrap/display.ts'
import { buildDist } from '#build/dist.ts'
import { electronEnvironment, type ElectronBuild } from '#build/electron.ts'
import { root } from '#build/root.ts'
import { tell } from '#build/say.ts'
import { watchDist } from '#build/watch.ts'

if (hasDisplay(process.env)) await start(process.argv.slice(2))
else {
  tell(`There is no display here, so the window cannot open. Everything it does works on the command line:

  npm run -s cli -- doctor      what is found on this machine, and how to mend what is missing
  npm run -s cli -- help        all commands
  npm run demo                  makes a project from the samples`)
  process.exitCode = 1
}

async function start(args: string[]): Promise<void> {
  const build = await bootstrapWindow()
  const files = args.filter((word) => word !== '--watch')
  if (args.includes('--watch')) return watch(build, files)
  await buildDist()
  endWith(openApp(build, files))
}

async function watch(build: ElectronBuild, files: readonly string[]): Promise<void> {
  let child: ChildProcess | null = null
  await watchDist(async () => {
    if (child !== null) await end(child)
    child = openApp(build, files)
    endWith(child)
  })
}

function openApp(build: ElectronBuild, files: readonly string[]): ChildProcess {
  const asRoot = process.getuid?.() === 0
  if (asRoot) tell('Running as root: Chromium’s sandbox is off. Use an ordinary account for real work.')
  const words = [...(asRoot ? ['--no-sandbox'] : []), root, ...files]
  return spawn(build.executable, words, { stdio: 'inherit', env: electronEnvironment(build, process.env) })
}

/** Closing the window ends this script, and ending this script closes the window. */
function endWith(child: ChildProcess): void {
  child.once('exit', (code) => process.exit(code ?? 1))
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.once(signal, () => child.kill('SIGTERM'))
  }
}

/** The next one may only start when this one has let go of the data folder. */
async function end(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
