import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createFleet } from '#worker/qgis/fleet.ts'
import { closeAll, methods, temporary } from '#test/worker/qgis/open.ts'

afterEach(closeAll)

test('calls go side by side to as many sessions as there are, and all end', async () => {
  const stateDir = temporary()
  const fleet = createFleet(2, {
    settings: () => ({ qgisPython: '/usr/bin/python3', qgisTimeLimit: 60 }),
    resourcesDir: resolve('resources'),
    stateDir,
    log: () => undefined,
    methods,
  })
  const signal = new AbortController().signal
  // The methods of the test are not those of the contract.
  const ask = fleet.ask as unknown as (method: string, params: object, asked: object) => Promise<unknown>
  const about = async (): Promise<number> => ((await ask('about', {}, { signal })) as { pid: number }).pid
  const long = ask('count', { steps: 40, pause: 0.05 }, { signal })
  const other = await about()
  await long
  // With nothing to do the first one is asked.
  const first = await about()
  expect(first).not.toBe(other)
  expect(await about()).toBe(first)
  expect(fleet.version()).toMatchObject({ prefix: '/usr' })
  await fleet.stop()
  expect(readdirSync(stateDir)).toEqual([])
})
