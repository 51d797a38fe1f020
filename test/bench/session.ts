import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createQgis } from '#worker/qgis/keeper.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))

/** Milliseconds until a session answers, for the first one on this machine and for the next; QGIS is found already. */
export async function measureSessions(scratch: string): Promise<{ first: number; second: number }> {
  return { first: await measure(join(scratch, 'first')), second: await measure(join(scratch, 'second')) }
}

async function measure(stateDir: string): Promise<number> {
  const qgis = createQgis({
    settings: () => ({ qgisPython: null, qgisTimeLimit: 600 }),
    resourcesDir,
    stateDir,
    log: () => undefined,
  })
  try {
    await qgis.find()
    const start = performance.now()
    await qgis.warm()
    return Math.round(performance.now() - start)
  } finally {
    await qgis.stop()
  }
}
