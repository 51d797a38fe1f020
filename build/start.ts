/** `npm start`: finds or makes what is missing, builds, and runs the app. `-- --watch` rebuilds on change. */
import { spawn, type ChildProcess } from 'node:child_process'
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
  if (!args.includes('--watch')) {
    await buildDist()
    const child = openApp(build, args)
    child.once('exit', (code) => {
      process.exitCode = code ?? 1
    })
    return
  }
  let child: ChildProcess | null = null
  await watchDist(() => {
    child?.removeAllListeners('exit').kill()
    child = openApp(build, args)
    // Closing the window ends the watching too.
    child.once('exit', (code) => process.exit(code ?? 1))
  })
}

function openApp(build: ElectronBuild, args: readonly string[]): ChildProcess {
  const asRoot = process.getuid?.() === 0
  if (asRoot) tell('Running as root: Chromium’s sandbox is off. Use an ordinary account for real work.')
  const words = [...(asRoot ? ['--no-sandbox'] : []), root, ...args.filter((word) => word !== '--watch')]
  return spawn(build.executable, words, { stdio: 'inherit', env: electronEnvironment(build, process.env) })
}
