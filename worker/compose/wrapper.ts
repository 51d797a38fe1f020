import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { CloudAccounts } from '#worker/cloud/accounts.ts'
import { within } from '#worker/compose/within.ts'
import { planDelivery } from '#worker/domain/mirror/delivery.ts'
import type { WrapperWork } from '#worker/http/work.ts'
import { isOver } from '#worker/mirror/ledger.ts'
import type { Mirror } from '#worker/mirror/mirror.ts'
import type { Queue } from '#worker/queue/queue.ts'
import type { Ledger } from '#worker/store/ledger.ts'

export interface WrapperParts {
  ledger: Pick<Ledger, 'jobs' | 'taken' | 'files'>
  queue: Pick<Queue, 'cancel'>
  mirror: Pick<Mirror, 'take' | 'answered' | 'status'>
  accounts: Pick<CloudAccounts, 'tell' | 'forget'>
  /** Milliseconds that a request may take, its wait in the queue included. */
  budgetMs: number
  /** Fires when the worker begins to stop. */
  closing: AbortSignal
  qgisVersion: string
  drone: WrapperWork['drone']
  metrics: WrapperWork['metrics']
}

/** Between two looks at a job that another computer has, in milliseconds. */
const pollMs = 1_000

/**
 * The wrapper service's work, by the same ledger, queue and mirror as all other jobs: what is asked for is a row in
 * qgis_jobs that this worker takes at once, and the answer is that row's.
 */
export function composeWrapper(parts: WrapperParts): WrapperWork {
  const { ledger, queue, mirror, accounts, closing, qgisVersion } = parts
  const isOurs = (jobId: string): boolean => ledger.taken.get(jobId)?.state === 'held'

  /** Whoever asked goes on without it: what runs for them here is stopped. */
  function giveUp(jobId: string): void {
    if (isOurs(jobId) && !isOver(ledger.jobs.get(jobId))) queue.cancel(jobId, 'http.timeout')
  }

  async function take(jobId: string, request: Record<string, unknown>, late: AbortSignal) {
    while (mirror.status().state === 'connecting') await pause(late, 100)
    if (mirror.status().state === 'off') throw new AppError('http.noDatabase')
    return mirror.take(jobId, request)
  }

  function pause(late: AbortSignal, ms: number): Promise<void> {
    if (closing.aborted) throw new AppError('mirror.handedBack')
    return sleep(ms, undefined, { signal: AbortSignal.any([late, closing]) }).catch(() => undefined)
  }

  /** Takes the row and waits for its answer; from the start again when another computer gets it or has it. */
  async function see(jobId: string, request: Record<string, unknown>, late: AbortSignal): Promise<void> {
    while (!late.aborted) {
      const refusal = await take(jobId, request, late)
      if (late.aborted) giveUp(jobId)
      if (refusal === 'missing') throw new AppError('http.noJob', { job: jobId })
      if (refusal === 'done') return judge(jobId)
      if (refusal === 'busy' && !isOurs(jobId)) {
        await pause(late, pollMs)
        continue
      }
      const state = await mirror.answered(jobId)
      if (state === 'delivered') return judge(jobId)
      if (state === 'gone') throw new AppError('mirror.gone')
      if (closing.aborted) throw new AppError('mirror.handedBack')
    }
  }

  /** Throws what the job failed with, or the first file that `output_files` could not take. */
  function judge(jobId: string): void {
    const job = ledger.jobs.find(jobId)
    if (job === null) return
    if (job.state !== 'finished')
      throw job.error === null ? new AppError('internal') : AppError.from(job.error)
    const files = ledger.files.list(jobId, 'output')
    const large = new Set(planDelivery(files).large.filter((name) => !name.includes('/')))
    const lacking = files.filter(({ name }) => large.has(name))
    const [first] = lacking
    if (first === undefined) return
    throw new AppError(
      'mirror.tooLarge',
      { file: first.name, megabytes: Math.ceil(first.size / 1_000_000) },
      {
        detail: lacking
          .map(({ name, size, sha256 }) => `${name}: ${size} bytes, sha256 ${sha256}`)
          .join('\n'),
      },
    )
  }

  async function answer(jobId: string, request: Record<string, unknown>): Promise<void> {
    try {
      await within(parts.budgetMs, (late) => see(jobId, request, late))
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'http.timeout') giveUp(jobId)
      throw thrown
    }
  }

  return {
    qgisVersion: () => qgisVersion,
    field: ({ jobId, ...request }) => answer(jobId, request),
    async basemap({ jobId, account }) {
      if (account !== null) accounts.tell(jobId, account)
      try {
        await answer(jobId, {})
      } finally {
        accounts.forget(jobId)
      }
    },
    drone: parts.drone,
    metrics: parts.metrics,
  }
}
