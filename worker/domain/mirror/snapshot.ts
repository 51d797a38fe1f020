import type { AppErrorData } from '#worker/api/errors.ts'
import type { Job, JobState, JobType } from '#worker/api/jobs.ts'

/** What others may know of a job: a row of `qgis_jobs_ext`. */
export interface Snapshot {
  jobId: string
  type: JobType
  state: JobState
  title: string
  attempts: number
  /** 0..1; null before anything is known. */
  progress: number | null
  error: ToldError | null
  feedback: Feedback | null
  /** Milliseconds of each step that has ended. */
  timings: Record<string, number> | null
  /** Counts the job's changes. */
  revision: number
}

/** An error without its raw words, which are full of paths and of no use elsewhere. */
export type ToldError = Omit<AppErrorData, 'detail'>

/** The parts of QFieldCloud's job feedback 2.0 that a row of a table has room for. */
export interface Feedback {
  feedback_version: '2.0'
  steps: { id: string; status: Job['steps'][number]['state'] }[]
  /** Of a finished project: how many of each. */
  counts?: { layers: number; errors: number; warnings: number; files: number }
}

const longestText = 200

/**
 * A job as it stands, for the table. Small on purpose (it is sent at every change), and without what is this
 * computer's own: no paths but a file's name, no raw words of programs, no request.
 */
export function snapshotOf(job: Job, revision: number): Snapshot {
  const ended = job.steps.filter((step) => step.ms !== null)
  return {
    jobId: job.id,
    type: job.type,
    state: job.state,
    title: short(job.title),
    attempts: job.attempts,
    progress: job.progress === null ? null : Math.round(job.progress * 1000) / 1000,
    error: job.error === null ? null : toldError(job.error),
    feedback: feedbackOf(job),
    timings:
      ended.length === 0 ? null : Object.fromEntries(ended.map(({ id, ms }) => [id, Math.round(ms ?? 0)])),
    revision,
  }
}

/** An error as others may read it: of a path only the file's own name, long texts cut. */
export function toldError({ code, params, retry }: AppErrorData): ToldError {
  const told = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? short(fileName(value)) : value,
  ])
  return { code, params: Object.fromEntries(told) as ToldError['params'], retry }
}

function feedbackOf(job: Job): Feedback | null {
  if (job.steps.length === 0) return null
  const steps = job.steps.map(({ id, state }) => ({ id, status: state }))
  const counts = countsOf(job.result)
  return { feedback_version: '2.0', steps, ...(counts === null ? {} : { counts }) }
}

/** Of the main job's result; another type's has other members. */
function countsOf(result: unknown): NonNullable<Feedback['counts']> | null {
  const { layers, issues, files } = (result ?? {}) as Record<string, unknown>
  if (!Array.isArray(layers) || !Array.isArray(issues) || !Array.isArray(files)) return null
  const ofLevel = (level: string): number =>
    (issues as { level?: unknown }[]).filter((issue) => issue.level === level).length
  return {
    layers: layers.length,
    errors: ofLevel('error'),
    warnings: ofLevel('warning'),
    files: files.length,
  }
}

/** Of an absolute path (POSIX, a drive, UNC) the last part. */
function fileName(text: string): string {
  if (!/^([A-Za-z]:)?[\\/]/.test(text)) return text
  return text.split(/[\\/]/).findLast((part) => part !== '') ?? ''
}

/** Cut between characters, not inside of one; without what Postgres takes in no text. */
function short(text: string): string {
  const told = text.toWellFormed().replaceAll('\0', '\uFFFD')
  if (told.length <= longestText) return told
  return `${told.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
