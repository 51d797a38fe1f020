import { Notification } from 'electron'
import type { Job } from '#worker/api/jobs.ts'
import { words } from '#electron/system/words.ts'

/** Jobs that do something else than making a project, in words of their own. */
const wordOf: Partial<Record<Job['type'], string>> = {
  process_projectfile: 'check',
  package: 'package',
  delta_apply: 'changes',
}

/** Tells that a job ended, for a user who is looking elsewhere (A19). */
export function notifyEnd(job: Job, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const key = `notify.${wordOf[job.type] ?? 'project'}.${job.state === 'finished' ? 'finished' : 'failed'}`
  const notification = new Notification({
    title: words(`${key}.title`),
    body: words(`${key}.body`, { title: job.title }),
  })
  notification.on('click', onClick)
  notification.show()
}
