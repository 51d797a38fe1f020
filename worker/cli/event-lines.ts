import type { EventName, EventPayload } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'
import type { Words } from '#worker/words/words.ts'

/** Tells events as lines, one for each thing that is new: a job's progress is none. */
export function createEventLines(words: Words, write: (line: string) => void) {
  const states = new Map<string, string>()
  let mirror = ''

  function jobChanged(job: Job): void {
    const { id, state, title, origin, error } = job
    if (states.get(id) === state) return
    states.set(id, state)
    const whose = origin === null ? '' : ` of ${origin}`
    const why = error === null ? '' : `: ${words.error(error)}`
    write(`job ${id} ${state} “${title}”${whose}${why}`)
  }

  function jobDiscarded({ id }: { id: string }): void {
    states.delete(id)
    write(`job ${id} discarded`)
  }

  function mirrorChanged({ state, host, database, trouble }: MirrorStatus): void {
    const where = host === '' ? '' : ` ${database} on ${host}`
    const line = `database ${state}${where}${trouble === null ? '' : `: ${trouble}`}`
    if (line !== mirror) write(line)
    mirror = line
  }

  return <E extends EventName>(name: E, payload: EventPayload<E>): void => {
    if (name === 'job.changed') jobChanged(payload as Job)
    if (name === 'job.discarded') jobDiscarded(payload as EventPayload<'job.discarded'>)
    if (name === 'mirror.changed') mirrorChanged(payload as MirrorStatus)
  }
}
