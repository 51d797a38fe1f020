import type { ErrorCode } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import type { ClaimedJob } from '#worker/mirror/claim.ts'
import type { ReceivedInput } from '#worker/mirror/receive-inputs.ts'

/** What the mirror needs of the ledger. `worker/compose.ts` gives the real one. */
export interface MirrorLedger {
  outbox: {
    waiting(limit: number): { jobId: string; revision: number; discarded: boolean }[]
    tokenOf(jobId: string): string | null
    filesWaiting(limit: number): { jobId: string; revision: number }[]
    sent(jobId: string, revision: number): void
    overtake(jobId: string, there: number): void
    filesSent(jobId: string, revision: number): void
    count(): number
    installation(): string
    meet(server: string): void
  }
  taken: {
    hold(taken: { jobId: string; server: string; token: string }): void
    get(jobId: string): Lease | null
    held(server: string): Lease[]
    end(jobId: string, token: string, state: 'delivered' | 'lost' | 'gone'): void
    count(): number
  }
  /** @throws AppError job.notFound */
  job(id: string): Job
  files(jobId: string, role: 'input' | 'output'): OutputFile[]
  /** Where a kept file's content lies. */
  pathOf(sha256: string): string
  /** Stops a job that is not ours to do any more; nothing when it has ended. */
  withdraw(id: string, reason: ErrorCode): void
  /**
   * Makes a claimed job and its inputs this ledger's own, under the claim's lease, and has it run; one that was here
   * before runs again when it had not succeeded.
   *
   * @throws AppError form.*, input.*, area.* when it cannot be done at all
   */
  accept(claim: ClaimedJob, inputs: ReceivedInput[], lease: { server: string; token: string }): Promise<void>
}

export interface Lease {
  jobId: string
  server: string
  token: string
  state: 'held' | 'delivered' | 'lost' | 'gone'
}

/** Whether nothing more happens to a job by itself. */
export const isOver = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'finished' || state === 'failed' || state === 'stopped'
