import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorCode } from '#worker/api/errors.ts'
import type { Emit } from '#worker/api/events.ts'
import type { Job, JobType } from '#worker/api/jobs.ts'
import { type JobPlan, type Run, startRun, type Timing } from '#worker/queue/run.ts'
import type { Jobs } from '#worker/store/jobs.ts'
import type { Claim, Leases } from '#worker/store/leases.ts'

const defaults: Timing = { poll: 30_000, lease: 60_000, report: 200, settleAgain: 5_000, grace: 2_000 }

export interface QueueOptions {
  ledger: { jobs: Jobs; leases: Leases }
  /** Job types without a plan stay queued. */
  plans: { [T in JobType]?: JobPlan | undefined }
  emit: Emit
  /** Milliseconds since 1970 UTC. */
  now: () => number
  /** What the queue could not do to the ledger; it goes on and tries again. For the log. */
  onError: (thrown: unknown) => void
  /** Jobs of the main lane that run side by side; default 1. Of every other lane one runs. */
  concurrency?: number
  timing?: Partial<Timing>
}

export interface Queue {
  /** Takes up what a dead worker left running, then claims. @throws AppError `store.*` */
  start(): void
  /** Claims no more; running jobs get `drainMs`, then they are aborted and queued again for the next start. */
  stop(options: { drainMs: number }): Promise<void>
  /**
   * Stops a waiting job at once, asks a running one to; its error then says `reason`, or that it was cancelled.
   *
   * @throws AppError `job.notFound | job.wrongState`
   */
  cancel(id: string, reason?: ErrorCode): Job
  /** How many more jobs of the main lane could start at once if they were queued now; 0 when it is stopped. */
  free(): number
  /** There may be a job to claim: call it after every one that was created or retried. */
  wake(): void
}

const mainLane = 'main'

/** Claims jobs from the ledger and runs them, in each lane first accepted first. */
export function createQueue(options: QueueOptions): Queue {
  const { ledger, emit, now, onError } = options
  const timing = { ...defaults, ...options.timing }
  const concurrency = options.concurrency ?? 1
  const plans = new Map(
    Object.entries(options.plans).flatMap(([type, plan]) => (plan ? [[type as JobType, plan]] : [])),
  )
  const lanes = [...Map.groupBy(plans, ([, { lane }]) => lane ?? mainLane)].map(([name, members]) => ({
    name,
    stepIds: new Map(members.map(([type, plan]) => [type, plan.steps.map((step) => step.id)])),
    limit: name === mainLane ? concurrency : 1,
  }))
  const running = new Map<string, { run: Run; lane: string }>()
  let open = false
  let timer: NodeJS.Timeout | undefined

  function wake(): void {
    if (!open) return
    clearTimeout(timer)
    let wait = timing.poll
    try {
      claimAll()
      wait = untilDue()
    } catch (thrown) {
      onError(thrown)
    }
    // `wake` may have been called again by what an event told somebody.
    clearTimeout(timer)
    if (open) timer = setTimeout(wake, wait)
  }

  function claimAll(): void {
    for (const lane of lanes) {
      while (hasRoom(lane)) {
        const claim = ledger.leases.claim(lane.stepIds, timing.lease)
        if (claim === null) break
        launch(claim, lane.name)
      }
    }
  }

  function runningIn(name: string): number {
    return [...running.values()].filter(({ lane }) => lane === name).length
  }

  function hasRoom({ name, limit }: (typeof lanes)[number]): boolean {
    return runningIn(name) < limit
  }

  function launch(claim: Claim, lane: string): void {
    const plan = plans.get(claim.job.type)
    if (plan === undefined) return
    const { id } = claim.job
    const run = startRun(claim, plan, { leases: ledger.leases, emit, now, timing, onError })
    running.set(id, { run, lane })
    emit('job.changed', claim.job)
    void run.done.finally(() => {
      // An abandoned run may end after the queue was started again and has the job in another run.
      if (running.get(id)?.run === run) running.delete(id)
      wake()
    })
  }

  /** Never longer than `poll`: a timer does not notice that the clock was set or the laptop slept (S34). */
  function untilDue(): number {
    // In a full lane the run that ends first wakes the queue.
    const types = lanes.filter(hasRoom).flatMap(({ stepIds }) => [...stepIds.keys()])
    const due = types.length === 0 ? null : ledger.leases.nextDue(types)
    return due === null ? timing.poll : Math.min(timing.poll, Math.max(0, due - now()))
  }

  async function stop({ drainMs }: { drainMs: number }): Promise<void> {
    open = false
    clearTimeout(timer)
    await allDone(drainMs)
    for (const { run } of running.values()) run.handBack()
    await allDone(timing.grace)
    for (const { run } of running.values()) run.abandon()
    running.clear()
  }

  async function allDone(ms: number): Promise<void> {
    const late = new AbortController()
    const done = Promise.all([...running.values()].map(({ run }) => run.done))
    await Promise.race([done, sleep(ms, null, { signal: late.signal }).catch(() => {})])
    late.abort()
  }

  return {
    start() {
      for (const job of ledger.leases.recover()) emit('job.changed', job)
      open = true
      wake()
    },
    stop,
    cancel(id, reason) {
      const job = ledger.jobs.requestCancel(id, reason)
      emit('job.changed', job)
      running.get(id)?.run.cancel()
      return job
    },
    free() {
      const main = lanes.find(({ name }) => name === mainLane)
      if (!open || main === undefined) return 0
      return Math.max(0, concurrency - runningIn(mainLane) - ledger.leases.queued(main.stepIds.keys()))
    },
    wake,
  }
}
