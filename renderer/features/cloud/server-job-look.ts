import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Words } from '#renderer/words/words.tsx'
import type { CloudJob } from '#worker/api/cloud.ts'

const looks: Record<CloudJob['status'], { tone: Tone; icon: IconName }> = {
  pending: { tone: 'neutral', icon: 'clock' },
  queued: { tone: 'neutral', icon: 'clock' },
  started: { tone: 'busy', icon: 'retry' },
  finished: { tone: 'good', icon: 'check' },
  stopped: { tone: 'neutral', icon: 'stopped' },
  failed: { tone: 'bad', icon: 'cross' },
}

/** How a job of the server's stands. */
export function lookOfServerJob({ status, type }: CloudJob, { say, find }: Words) {
  return { ...looks[status], word: find(`ui.state.${type}.${status}`) ?? say(`ui.cloud.job.state.${status}`) }
}

/** What it does; a type that is new to us says itself. */
export function titleOfServerJob({ type }: CloudJob, { find }: Words): string {
  return find(`ui.cloud.job.type.${type}`) ?? type
}

export function isUnderWay({ status }: CloudJob): boolean {
  return status === 'pending' || status === 'queued' || status === 'started'
}

/** How long it took; null while it runs, and where the server has not said. */
export function durationOf({ startedAt, finishedAt, createdAt }: CloudJob, words: Words): string | null {
  if (finishedAt === null) return null
  return words.duration(Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt)))
}
