import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createQgis } from '#worker/qgis/keeper.ts'

test('the shipped methods answer through the warm session', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'fieldpack-'))
  const qgis = createQgis({
    settings: () => ({ qgisPython: null, qgisTimeLimit: 60 }),
    resourcesDir: resolve('resources'),
    stateDir,
    log: () => undefined,
  })
  const fields = [{ name: 'größe', type: 'integer' }]
  const { failures } = await qgis.ask(
    'expressions',
    {
      items: [
        { id: 'good', expression: '"größe" > 3 AND length(\'a b\') = 3', fields },
        { id: 'broken', expression: '"größe" >', fields },
      ],
    },
    { signal: new AbortController().signal },
  )
  expect(failures.map(({ id }) => id)).toEqual(['broken'])
  await qgis.stop()
  rmSync(stateDir, { recursive: true, force: true })
})
