import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { Emit } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { StepPlan } from '#worker/domain/job/progress.ts'
import { createReporter, type News } from '#worker/queue/reporter.ts'
import type { Reporter } from '#worker/steps/ports.ts'
import type { JobFile } from '#worker/store/files.ts'
import type { Claim, Leases } from '#worker/store/leases.ts'

/** The work of a job type. What it resolves with is the job's result; what it rejects with, its error. */
export type Runner = (run: {
  job: Job
  /** 1-based, over the job's whole life. */
  attempt: number
  /** Fires on cancel and on shutdown; the runner should then reject soon. */
  signal: AbortSignal
  report: Reporter
  /**
   * Remembers outputs and result before the work is over: another attempt gets them with its job.
   *
   * @throws AppError `job.leaseLost`, `store.*`
   */
  keep: (outputs: readonly JobFile[], result: unknown) => void
}) => Promise<unknown>

export interface JobPlan {
  /**
   * Jobs of a lane do not wait for those of others: one that mostly waits for a server must not hold up the work of
   * this computer. Without a name the main lane.
   */
  lane?: string
  /** Announced when the job starts; the weights make its progress. */
  steps: readonly StepPlan[]
  run: Runner
}

/** Milliseconds each. */
export interface Timing {
  /** Longest that a timer is trusted. */
  poll: number
  lease: number
  /** Least time between two progress writes of a job. */
  report: number
  /** Wait before an outcome is written again that the disk refused. */
  settleAgain: number
  /** What a runner gets to answer its abort when the queue stops. */
  grace: number
}

export interface Run {
  /** Resolves once the outcome is written, or given up; never rejects. */
  done: Promise<void>
  cancel(): void
  /** The worker stops: aborts the work; its job will be queued again, and the attempt not counted. */
  handBack(): void
  /** Hands back without waiting for an answer; whatever the work says later meets a lost lease. */
  abandon(): void
}

/** Runs one claimed job to its end, and writes that end. */
export function startRun(
  { job, lease }: Claim,
  plan: JobPlan,
  deps: {
    leases: Leases
    emit: Emit
    now: () => number
    timing: Timing
    onError: (thrown: unknown) => void
  },
): Run {
  const { leases, emit, now, timing, onError } = deps
  const work = new AbortController()
  /** Fires when nobody waits for the disk any more. */
  const leaving = new AbortController()
  let handingBack = false

  const reporter = createReporter({ steps: plan.steps, write, everyMs: timing.report, now })
  const heartbeat = setInterval(
    () => keepLease(() => leases.heartbeat(lease, timing.lease)),
    timing.lease / 3,
  )

  function write(news: News): boolean {
    return keepLease(() => {
      const written = leases.report(lease, news)
      emit('job.changed', written.job)
      for (const line of written.lines) emit('job.logged', line)
    })
  }

  /** A full disk costs a progress line, not the work; a lost lease ends it. */
  function keepLease(action: () => void): boolean {
    try {
      action()
      return true
    } catch (thrown) {
      if (isLost(thrown)) work.abort(thrown)
      else onError(thrown)
      return false
    }
  }

  function keep(outputs: readonly JobFile[], result: unknown): void {
    leases.keep(lease, outputs, result)
  }

  async function perform(): Promise<() => Job> {
    const { signal } = work
    try {
      // Cancelled before it began: a runner that only listens for the abort would never hear of it.
      signal.throwIfAborted()
      const result = await plan.run({ job, attempt: lease.attempt, signal, report: reporter.report, keep })
      reporter.close('done')
      return () => leases.finish(lease, result)
    } catch (thrown) {
      const error = toErrorData(thrown)
      reporter.report.log(
        signal.aborted ? 'info' : 'error',
        error.detail ?? `${error.code} ${JSON.stringify(error.params)}`,
      )
      reporter.close('failed')
      return () => (handingBack ? leases.handBack(lease) : leases.fail(lease, error))
    }
  }

  /** The work is done and its outcome known: a disk that is full for a while must not undo that. */
  async function settle(outcome: () => Job): Promise<void> {
    for (;;) {
      try {
        emit('job.changed', outcome())
        return
      } catch (thrown) {
        if (isLost(thrown)) return
        if (!isStoreTrouble(thrown)) throw thrown
        onError(thrown)
      }
      if (!(await wait(timing.settleAgain, leaving.signal))) return
    }
  }

  /** An outcome that cannot be written at all, as a result that is no JSON, is a failure too. */
  async function settleOrFail(outcome: () => Job): Promise<void> {
    await settle(outcome).catch((thrown: unknown) => settle(() => leases.fail(lease, toErrorData(thrown))))
  }

  // Not before the next microtask: the queue has to know the run when it says its first word.
  const done = Promise.resolve()
    .then(perform)
    .then(settleOrFail)
    .catch(onError)
    .finally(() => clearInterval(heartbeat))

  return {
    done,
    cancel: () => work.abort(new AppError('job.cancelled')),
    handBack() {
      handingBack = true
      leaving.abort()
      work.abort(new AppError('worker.restarted'))
    },
    abandon() {
      clearInterval(heartbeat)
      keepLease(() => emit('job.changed', leases.handBack(lease)))
    },
  }
}

/** False when `signal` fired first. */
async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}

const isLost = (thrown: unknown) => thrown instanceof AppError && thrown.code === 'job.leaseLost'
const isStoreTrouble = (thrown: unknown) => thrown instanceof AppError && thrown.code.startsWith('store.')
