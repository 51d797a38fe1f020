import { Notification } from 'electron'
import type { Job } from '#worker/api/jobs.ts'
import { words } from '#electron/system/words.ts'

/** Tells that a job ended, for a user who is looking elsewhere (A19). */
export function notifyEnd(job: Job, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const key = job.state === 'finished' ? 'notify.finished' : 'notify.failed'
  const notification = new Notification({
    title: words(`${key}.title`),
    body: words(`${key}.body`, { title: job.title }),
  })
  notification.on('click', onClick)
  notification.show()
}
