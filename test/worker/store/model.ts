import assert from 'node:assert/strict'
import fc from 'fast-check'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { JobState } from '#worker/api/jobs.ts'
import { backoffDelay } from '#worker/domain/job/retry.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import type { Lease } from '#worker/store/leases.ts'
import type { Store } from '#worker/store/connection.ts'
import { type Clock, generatePlan, newJob } from '#test/worker/store/temporary.ts'

/** What the ledger ought to hold, written down in the plainest way. */
interface ModelJob {
  id: string
  state: JobState
  attempts: number
  due: number
  cancel: boolean
  lease: Lease | null
}

export interface Model {
  /** In order of acceptance. */
  jobs: ModelJob[]
  stale: Lease[]
}

export interface Real {
  ledger: Ledger
  store: Store
  clock: Clock
}

/** Picks one of the model's jobs by a number that fast-check chose before it knew them. */
const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

function release(model: Model, job: ModelJob, state: JobState): void {
  if (job.lease !== null) model.stale.push(job.lease)
  Object.assign(job, { state, lease: null, cancel: false })
}

abstract class Step implements fc.Command<Model, Real> {
  check(): boolean {
    return true
  }

  run(model: Model, real: Real): void {
    this.act(model, real)
    const seen = real.ledger.jobs.list().map(({ id, state, attempts, cancelRequested }) => ({
      id,
      state,
      attempts,
      cancel: cancelRequested,
    }))
    const expected = model.jobs.map(({ id, state, attempts, cancel }) => ({ id, state, attempts, cancel }))
    assert.deepEqual(seen, expected.toReversed())
    const open = real.store.all(
      'SELECT job_id AS id, token FROM attempts WHERE ended_at IS NULL ORDER BY token',
    )
    const leases = model.jobs.flatMap((job) => (job.lease ? [{ id: job.id, token: job.lease.token }] : []))
    assert.deepEqual(
      open,
      leases.sort((a, b) => (a.token < b.token ? -1 : 1)),
    )
  }

  toString(): string {
    return `${this.constructor.name}(${JSON.stringify(Object.values(this))})`
  }

  abstract act(model: Model, real: Real): void
}

class Create extends Step {
  act(model: Model, { ledger }: Real) {
    const { id } = ledger.jobs.create(newJob('any'))
    model.jobs.push({ id, state: 'queued', attempts: 0, due: 0, cancel: false, lease: null })
  }
}

class Claim extends Step {
  act(model: Model, { ledger, clock }: Real) {
    for (const job of model.jobs) if (job.state === 'pending' && job.due <= clock.at) job.state = 'queued'
    const expected = model.jobs.find((job) => job.state === 'queued')
    const claim = ledger.leases.claim(generatePlan, 60_000)
    assert.equal(claim?.job.id, expected?.id)
    if (expected === undefined || claim === null) return
    Object.assign(expected, { state: 'started', attempts: expected.attempts + 1, lease: claim.lease })
  }
}

/** A step about a job that runs. */
abstract class OfRunning extends Step {
  readonly n: number
  constructor(n: number) {
    super()
    this.n = n
  }

  act(model: Model, real: Real) {
    const job = pick(
      model.jobs.filter((one) => one.lease !== null),
      this.n,
    )
    if (job?.lease) this.end(job, job.lease, model, real)
  }

  abstract end(job: ModelJob, lease: Lease, model: Model, real: Real): void
}

class Finish extends OfRunning {
  end(job: ModelJob, lease: Lease, model: Model, { ledger }: Real) {
    ledger.leases.finish(lease, { made: true })
    release(model, job, 'finished')
  }
}

class HandBack extends OfRunning {
  end(job: ModelJob, lease: Lease, model: Model, { ledger }: Real) {
    ledger.leases.handBack(lease)
    if (!job.cancel) job.attempts -= 1
    release(model, job, job.cancel ? 'stopped' : 'queued')
  }
}

class Fail extends OfRunning {
  readonly code: ErrorCode
  constructor(n: number, code: ErrorCode) {
    super(n)
    this.code = code
  }

  end(job: ModelJob, lease: Lease, model: Model, { ledger, clock }: Real) {
    ledger.leases.fail(lease, new AppError(this.code).data)
    job.due = clock.at + backoffDelay(job.attempts, 0.5)
    const again = this.code === 'qgis.crashed' && job.attempts < 2
    release(model, job, job.cancel ? 'stopped' : again ? 'pending' : 'failed')
  }
}

class WriteStale extends Step {
  readonly n: number
  constructor(n: number) {
    super()
    this.n = n
  }

  act(model: Model, { ledger: { leases } }: Real) {
    const lease = pick(model.stale, this.n)
    if (lease === undefined) return
    const writes = [
      () => leases.heartbeat(lease, 1),
      () => leases.report(lease, { progress: 1, steps: [], lines: [] }),
      () => leases.finish(lease, null),
      () => leases.fail(lease, new AppError('qgis.crashed').data),
      () => leases.handBack(lease),
    ]
    assert.throws(writes[this.n % writes.length]!, { code: 'job.leaseLost' })
  }
}

type ByHand = 'requestCancel' | 'retry' | 'discard'
const allowed: Record<ByHand, JobState[]> = {
  requestCancel: ['pending', 'queued', 'started'],
  retry: ['stopped', 'failed'],
  discard: ['pending', 'queued', 'finished', 'stopped', 'failed'],
}

class Handle extends Step {
  readonly n: number
  readonly action: ByHand
  constructor(n: number, action: ByHand) {
    super()
    this.n = n
    this.action = action
  }

  act(model: Model, { ledger: { jobs } }: Real) {
    const job = pick(model.jobs, this.n)
    if (job === undefined) return
    if (!allowed[this.action].includes(job.state)) {
      assert.throws(() => jobs[this.action](job.id), { code: 'job.wrongState' })
      return
    }
    jobs[this.action](job.id)
    if (this.action === 'discard') model.jobs.splice(model.jobs.indexOf(job), 1)
    else if (this.action === 'retry') Object.assign(job, { state: 'queued', attempts: 0 })
    else if (job.state === 'started') job.cancel = true
    else job.state = 'stopped'
  }
}

class Wait extends Step {
  readonly ms: number
  constructor(ms: number) {
    super()
    this.ms = ms
  }

  act(_model: Model, { clock }: Real) {
    clock.at += this.ms
  }
}

class WorkerDies extends Step {
  act(model: Model, { ledger }: Real) {
    const recovered = ledger.leases.recover().map((job) => job.id)
    const running = model.jobs.filter((job) => job.lease !== null)
    assert.deepEqual(
      recovered,
      running.map((job) => job.id),
    )
    for (const job of running) {
      release(model, job, job.cancel ? 'stopped' : job.attempts >= 2 ? 'failed' : 'queued')
    }
  }
}

const n = fc.nat(50)
/** Everything that people and workers do to jobs, in any order. */
export const anySteps = fc.commands(
  [
    fc.constant(new Create()),
    fc.constant(new Claim()),
    fc.constant(new Claim()),
    n.map((value) => new Finish(value)),
    n.map((value) => new HandBack(value)),
    fc.tuple(n, fc.constantFrom<ErrorCode>('qgis.crashed', 'form.noSurvey')).map((args) => new Fail(...args)),
    n.map((value) => new WriteStale(value)),
    fc
      .tuple(n, fc.constantFrom<ByHand>('requestCancel', 'retry', 'discard'))
      .map((args) => new Handle(...args)),
    fc.nat(5_000).map((ms) => new Wait(ms)),
    fc.constant(new WorkerDies()),
  ],
  { maxCommands: 60, size: 'max' },
)
