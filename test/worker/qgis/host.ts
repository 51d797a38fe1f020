import { createQgis } from '#worker/qgis/keeper.ts'
import type { Log } from '#worker/steps/ports.ts'

/** A worker that asks one method and tells its session's number and what the method logs: run by a test that kills it. */
const [stateDir = '', resourcesDir = '', methods = '', method = ''] = process.argv.slice(2)
const qgis = createQgis({
  settings: () => ({ qgisPython: '/usr/bin/python3', qgisTimeLimit: 600 }),
  resourcesDir,
  stateDir,
  log: () => undefined,
  methods,
})
await qgis.warm()
const ask = qgis.ask as unknown as (
  asked: string,
  params: unknown,
  options: { signal: AbortSignal; onLog: Log },
) => Promise<unknown>
const tell: Log = (_level, message) => process.stdout.write(`${qgis.version()?.pid} ${message}\n`)
await ask(method, { steps: 1_000_000, pause: 0.01 }, { signal: new AbortController().signal, onLog: tell })
