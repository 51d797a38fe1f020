import { Job } from '#worker/api/jobs.ts'
import { notifyEnd } from '#electron/system/notify.ts'
import { Wakefulness } from '#electron/system/power.ts'
import { RunningJobs } from '#electron/system/running.ts'
import type { Windows } from '#electron/window/windows.ts'

/** Shows the worker's activity outside the page: taskbar, power, notifications. */
export class Activity {
  readonly #windows: Windows
  readonly #jobs = new RunningJobs()
  readonly #wake = new Wakefulness()

  constructor(windows: Windows) {
    this.#windows = windows
  }

  hear(name: string, payload: unknown): void {
    if (name !== 'job.changed') return
    const job = Job.safeParse(payload)
    if (!job.success) return
    const ended = this.#jobs.hear(job.data)
    this.#update()
    if (ended !== null && this.#windows.window?.isFocused() !== true)
      notifyEnd(ended, () => this.#showJob(ended.id))
  }

  /** The worker is gone: whatever ran will be told again. */
  reset(): void {
    this.#jobs.clear()
    this.#update()
  }

  #showJob(id: string): void {
    this.#windows.show()
    this.#windows.say('job.show', { id })
  }

  #update(): void {
    this.#windows.window?.setProgressBar(this.#jobs.progress)
    this.#wake.hold(this.#jobs.busy)
  }
}
