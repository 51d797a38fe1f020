import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createQgis } from '#worker/qgis/keeper.ts'
import { ends, runs } from '#test/worker/qgis/processes.ts'

const methods = resolve('test/worker/qgis/methods.py')
const resourcesDir = resolve('resources')
let stateDir = ''

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'fieldpack-'))
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

test.each(['hang_in_c', 'hang'])(
  'a worker that is killed during %s takes its session with it',
  async (method) => {
    const host = spawn(
      process.execPath,
      [fileURLToPath(new URL('host.ts', import.meta.url)), stateDir, resourcesDir, methods, method],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [first] = (await once(host.stdout, 'data')) as [Buffer]
    const [pid = 0, grandchild = 0] = first.toString().split(' ').map(Number)
    expect(runs(pid)).toBe(true)
    host.kill('SIGKILL')
    expect(await ends(pid)).toBe(true)
    // What a method started by itself is not the session's: the test cleans up behind it.
    if (grandchild > 0) process.kill(grandchild, 'SIGKILL')

    const qgis = createQgis({
      settings: () => ({ qgisPython: '/usr/bin/python3', qgisTimeLimit: 60 }),
      resourcesDir,
      stateDir,
      log: () => undefined,
      methods,
    })
    await qgis.warm()
    // The folder of the killed worker's session is cleared away.
    expect(readdirSync(stateDir)).toHaveLength(1)
    await qgis.stop()
  },
)
