import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createJobsDatabase, poolOf } from '#test/postgres/database.ts'
import { startProxy, type Proxy } from '#test/postgres/proxy.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { anySteps, type Model } from '#test/worker/store/model.ts'
import { standingClock } from '#test/worker/store/temporary.ts'
import { AppError } from '#worker/api/errors.ts'
import { giveFiles } from '#worker/mirror/give-files.ts'
import type { MirrorLedger } from '#worker/mirror/ledger.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { tellChanges } from '#worker/mirror/tell-changes.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import type { Store } from '#worker/store/connection.ts'

/** What happens to the line after a step: mostly nothing. */
const weather = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ what: 'calm' as const }) },
  { weight: 3, arbitrary: fc.constant({ what: 'wait' as const }) },
  { weight: 1, arbitrary: fc.constant({ what: 'cut' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('cutAfter' as const),
      bytes: fc.integer({ min: 1, max: 6_000 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ what: 'heal' as const }) },
)
type Weather = typeof weather extends fc.Arbitrary<infer W> ? W : never

const runs = 80

let server: PostgresServer
let database: string
let sql: Pool

beforeAll(async () => {
  server = await startPostgres()
  ;({ name: database, pool: sql } = await createJobsDatabase(server))
})
afterAll(async () => {
  await sql.close()
  await server.stop()
})

/** One computer: a ledger, the plain model of it, and a line of its own to the database. */
class Computer {
  readonly model: Model = { jobs: [], stale: [] }
  readonly clock = standingClock()
  readonly store: Store
  readonly ledger: Ledger
  readonly proxy: Proxy
  readonly pool: Pool
  breaks = 0
  private round: Promise<void> = Promise.resolve()

  constructor(store: Store, proxy: Proxy) {
    this.store = store
    this.ledger = createLedger(store, this.clock)
    this.proxy = proxy
    this.pool = poolOf(server, database, proxy.port)
  }

  /** The ledger's own suite: what each step does and refuses is the same with a mirror as without one. */
  step(step: fc.Command<Model, Computer>): void {
    if (step.check(this.model)) step.run(this.model, this)
  }

  async live(sky: Weather): Promise<void> {
    if (sky.what === 'wait') await this.round
    else if (sky.what === 'cut') this.proxy.cut()
    else if (sky.what === 'cutAfter') this.proxy.cutAfter(sky.bytes)
    else if (sky.what === 'heal') this.proxy.heal()
    // The steps go on while this one is on its way.
    this.round = this.round.then(() => this.tryTelling()).then(() => undefined)
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** All that waits, state and files. False when there was nothing. */
  private async tell(): Promise<boolean> {
    const { ledger } = this
    const port: MirrorLedger = {
      ...ledger,
      job: ledger.jobs.get,
      files: ledger.files.list,
      pathOf: ledger.blobs.pathOf,
      withdraw: () => undefined,
      accept: () => Promise.reject(new Error('nobody asks')),
    }
    const common = { ledger: port, server: 'the one', onLost: () => undefined }
    const told = await tellChanges(this.pool, common)
    const gave = await giveFiles(this.pool, {
      ...common,
      policy: () => 'all',
      onBytes: () => undefined,
      note: () => undefined,
      signal: new AbortController().signal,
    })
    return told || gave
  }

  /** False only when nothing is left to be told. */
  private async tryTelling(): Promise<boolean> {
    try {
      return await this.tell()
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'mirror.unreachable')) throw thrown
      this.breaks++
      return true
    }
  }

  async converge(): Promise<void> {
    this.proxy.heal()
    await this.round
    while (await this.tryTelling());
  }

  async close(): Promise<void> {
    await this.round
    await this.pool.close()
    await this.proxy.stop()
    this.store.close()
  }
}

/** Every job as this ledger has it, and as the database has those of this ledger. */
async function bothSides({ ledger }: Computer): Promise<[object[], object[]]> {
  const worker = ledger.outbox.installation()
  const there = await sql.query(
    `SELECT job_id AS id, state, attempts, title, origin FROM qgis_jobs_ext JOIN qgis_jobs USING (job_id)
     WHERE worker = $1 ORDER BY 1`,
    [worker],
  )
  const here = ledger.jobs
    .list(10_000)
    .map(({ id, state, attempts, title }) => ({ id, state, attempts, title, origin: 'mirror' }))
  return [here.sort((a, b) => (a.id < b.id ? -1 : 1)), there]
}

test(`${runs} histories of two ledgers with a mirror, over lines that break at random, converge`, async () => {
  let [steps, breaks] = [0, 0]
  const history = fc.tuple(anySteps, fc.array(weather, { minLength: 60, maxLength: 60 }))
  const property = fc.asyncProperty(history, history, async (...histories) => {
    await sql.query('TRUNCATE qgis_jobs, qgis_jobs_ext')
    const dir = mkdtempSync(join(tmpdir(), 'fieldpack-model-'))
    const computers = await Promise.all(
      histories.map(
        async (_, at) => new Computer(await openStore(join(dir, `${at}`)), await startProxy(server.port)),
      ),
    )
    try {
      await Promise.all(
        computers.map(async (computer, at) => {
          const [list, sky] = histories[at]!
          for (const step of list) {
            computer.step(step)
            await computer.live(sky[steps++ % sky.length]!)
          }
        }),
      )
      for (const computer of computers) {
        await computer.converge()
        const [here, there] = await bothSides(computer)
        expect(there).toEqual(here)
        expect(computer.ledger.outbox.count()).toBe(0)
        breaks += computer.breaks
      }
    } finally {
      for (const computer of computers) await computer.close()
      rmSync(dir, { recursive: true })
    }
  })
  await fc.assert(property, { numRuns: runs })
  process.stdout.write(`${runs} histories of two ledgers, ${steps} steps, ${breaks} broken rounds.\n`)
}, 300_000)
