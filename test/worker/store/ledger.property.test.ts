import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { anySteps, type Model } from '#test/worker/store/model.ts'
import { standingClock } from '#test/worker/store/temporary.ts'

test(
  'no job is lost, each has one claim at a time, and a stale lease writes nothing',
  { timeout: 60_000 },
  async () => {
    const property = fc.asyncProperty(anySteps, async (steps) => {
      const dir = mkdtempSync(join(tmpdir(), 'fieldpack-model-'))
      const store = await openStore(dir)
      try {
        const clock = standingClock()
        const real = { ledger: createLedger(store, clock), store, clock }
        const model: Model = { jobs: [], stale: [] }
        fc.modelRun(() => ({ model, real }), steps)
        expect(store.quickCheck()).toEqual([])
      } finally {
        store.close()
        rmSync(dir, { recursive: true })
      }
    })
    await fc.assert(property, { numRuns: 100 })
  },
)
