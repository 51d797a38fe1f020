import type { Job } from '#worker/api/jobs.ts'

const isOpen = (job: Job): boolean => job.state === 'queued' || job.state === 'started'
const hasEnded = (job: Job): boolean => job.state === 'finished' || job.state === 'failed'

/** What the taskbar, the power blocker and notifications need to know of jobs, kept from `job.changed`. */
export class RunningJobs {
  readonly #open = new Map<string, number | null>()

  /**
   * Takes in a job's newest state.
   *
   * @returns the job when it ended with this change, else null
   */
  hear(job: Job): Job | null {
    const ran = this.#open.has(job.id)
    if (isOpen(job)) this.#open.set(job.id, job.state === 'started' ? job.progress : null)
    else this.#open.delete(job.id)
    return ran && hasEnded(job) ? job : null
  }

  forget(id: string): void {
    this.#open.delete(id)
  }

  /** As Electron's setProgressBar means it: -1 none, 2 indeterminate, else the mean of 0..1. */
  get progress(): number {
    const values = [...this.#open.values()]
    if (values.length === 0) return -1
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? 2 : known.reduce((sum, value) => sum + value, 0) / values.length
  }

  get busy(): boolean {
    return this.#open.size > 0
  }

  /** After a restart of the worker nothing is known to run. */
  clear(): void {
    this.#open.clear()
  }
}
