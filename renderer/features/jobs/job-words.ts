import { type JobAction, lookOf } from '#renderer/features/jobs/state.ts'
import type { Words } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** A job's state in the words of its type: what is built is ready, what is checked is checked. */
export function stateWord(job: Job, { find, say }: Words): string {
  const { word } = lookOf(job)
  if (word === 'finished' && job.request['dryRun'] === true) return say('ui.state.delta_apply.tried')
  return find(`ui.state.${job.type}.${word}`) ?? say(`ui.state.${word}`)
}

/** What a button says that does this to a job of its type. */
export function actionWord({ type }: Job, action: JobAction, { find, say }: Words): string {
  return find(`ui.jobs.${action}.${type}`) ?? say(`ui.jobs.${action}`)
}
