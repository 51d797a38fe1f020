import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askFor, expire, extOf, onEveryPostgres, snapshot } from '#test/worker/mirror/jobs.ts'
import type { Snapshot } from '#worker/domain/mirror/snapshot.ts'
import { claimNext } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { extend, fail, handBack, tell, type LeaseKey } from '#worker/mirror/lease.ts'
import { pushStates } from '#worker/mirror/push.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { tidy } from '#worker/mirror/tidy.ts'

const workers = ['laptop', 'server'] as const
type Name = (typeof workers)[number]

/** A worker as it is after any crash: it knows its own jobs, and the leases it believes to hold. */
interface Worker {
  own: Snapshot
  /** What it has told or tried to tell, to be told again in any order. */
  said: Snapshot[]
  leases: LeaseKey[]
}

type Act =
  | { what: 'change' | 'push' | 'claim' | 'tell' | 'extend' | 'fail' | 'handBack'; by: Name }
  | { what: 'replay'; by: Name; pick: number }
  | { what: 'ask' | 'expire' | 'delete' | 'tidy'; pick: number }

const by = fc.constantFrom(...workers)
const pick = fc.nat(20)
const acts = fc.array(
  fc.oneof(
    fc.record({
      what: fc.constantFrom('change', 'push', 'claim', 'tell', 'extend', 'fail', 'handBack'),
      by,
    }),
    fc.record({ what: fc.constant('replay'), by, pick }),
    fc.record({ what: fc.constantFrom('ask', 'expire', 'delete', 'tidy'), pick }),
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
) as fc.Arbitrary<Act[]>

class World {
  readonly sql: Sql
  readonly asked: string[] = []
  /** Everybody who ever held a job: the last one alone may write. */
  readonly holders = new Map<string, string[]>()
  readonly crew: Record<Name, Worker> = {
    laptop: { own: snapshot(), said: [], leases: [] },
    server: { own: snapshot(), said: [], leases: [] },
  }

  constructor(sql: Sql) {
    this.sql = sql
  }

  async act(act: Act): Promise<void> {
    if ('by' in act) await this.work(act)
    else await this.happen(act)
  }

  private async work(act: Extract<Act, { by: Name }>): Promise<void> {
    const worker = this.crew[act.by]
    const lease = worker.leases.at(-1)
    if (act.what === 'change') {
      const revision = worker.own.revision + 1
      worker.own = { ...worker.own, revision, progress: (revision % 100) / 100, attempts: revision }
    } else if (act.what === 'push') {
      worker.said.push(worker.own)
      await this.push(act.by, worker.own)
    } else if (act.what === 'replay') {
      const old = worker.said[act.pick % Math.max(1, worker.said.length)]
      if (old !== undefined) await this.push(act.by, old)
    } else if (act.what === 'claim') await this.claim(act.by)
    else if (lease !== undefined) await this.write(act.what, worker, lease)
  }

  /** Whatever is told when, the server has the latest that was ever told. */
  private async push(name: Name, told: Snapshot): Promise<void> {
    const there = await pushStates(this.sql, name, [told])
    const latest = this.crew[name].said.at(-1)
    assert.equal(there.get(told.jobId), latest?.revision)
    assert.equal((await extOf(this.sql, told.jobId))?.attempts, latest?.attempts)
  }

  private async claim(name: Name): Promise<void> {
    await enrol(this.sql, { graceSeconds: 0, hinted: this.asked })
    const token = randomUUID()
    const job = await claimNext(this.sql, { worker: name, token, leaseSeconds: 60 })
    if (job === null) return
    this.crew[name].leases.push({ jobId: job.jobId, token })
    this.holders.set(job.jobId, [...(this.holders.get(job.jobId) ?? []), token])
  }

  /** Shows any lease that it ever had: only a job's newest may change anything. */
  private async write(
    what: 'tell' | 'extend' | 'fail' | 'handBack',
    worker: Worker,
    lease: LeaseKey,
  ): Promise<void> {
    const before = await extOf(this.sql, lease.jobId)
    const told = snapshot({ jobId: lease.jobId, state: 'failed', revision: 9 })
    const write = {
      tell: () => tell(this.sql, lease, told),
      extend: () => extend(this.sql, lease, 60),
      fail: () => fail(this.sql, lease, told),
      handBack: () => handBack(this.sql, lease),
    }
    const ours = await write[what]()
    const lost = this.holders.get(lease.jobId)?.at(-1) !== lease.token
    assert.ok(!(ours && lost), `${what} with a lease that is lost`)
    assert.deepEqual(ours ? before : await extOf(this.sql, lease.jobId), before)
    // Another lease has its turn.
    worker.leases.unshift(...worker.leases.splice(-1))
  }

  private async happen(act: Exclude<Act, { by: Name }>): Promise<void> {
    const jobId = this.asked[act.pick % Math.max(1, this.asked.length)]
    if (act.what === 'ask') this.asked.push(await askFor(this.sql, { ageSeconds: act.pick }))
    else if (act.what === 'tidy') await tidy(this.sql, 3600)
    else if (jobId === undefined) return
    else if (act.what === 'expire') await expire(this.sql, jobId)
    else await this.sql.query('DELETE FROM qgis_jobs WHERE job_id = $1', [jobId])
  }
}

onEveryPostgres('any order of two workers’ words, claims, losses and replays', ({ sql }) => {
  test('ends with what each worker has, and every other row is its last claimer’s or nobody’s', async () => {
    let steps = 0
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        await sql().query('TRUNCATE qgis_jobs, qgis_jobs_ext')
        const world = new World(sql())
        for (const act of list) await world.act(act)
        steps += list.length
        // The line is back: everything is told, twice, as after a crash before it was marked.
        for (const name of [...workers, ...workers]) await pushStates(sql(), name, [world.crew[name].own])
        for (const name of workers) {
          const { own } = world.crew[name]
          expect(await extOf(sql(), own.jobId)).toMatchObject({
            origin: 'mirror',
            worker: name,
            revision: own.revision,
            progress: own.progress,
            attempts: own.attempts,
          })
        }
        for (const jobId of world.asked) {
          const row = await extOf(sql(), jobId)
          const holder = world.holders.get(jobId)?.at(-1)
          expect(row?.state === 'started' ? row.lease_token : holder).toBe(holder)
          expect(row?.attempts ?? 0).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 100 },
    )
    process.stdout.write(`100 histories, ${steps} steps.\n`)
  }, 300_000)
})
