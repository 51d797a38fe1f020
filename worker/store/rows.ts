import { AppError, AppErrorData } from '#worker/api/errors.ts'
import type { Job, JobState, JobStep, JobType, LogLine } from '#worker/api/jobs.ts'

/** A row of `jobs`; times in milliseconds since 1970 UTC. */
export interface JobRow {
  seq: number
  id: string
  type: JobType
  state: JobState
  title: string
  request: string
  progress: number | null
  steps: string
  attempts: number
  max_attempts: number
  error: string | null
  result: string | null
  created_at: number
  updated_at: number
  started_at: number | null
  finished_at: number | null
  next_attempt_at: number | null
  cancel_requested: 0 | 1
  lease_token: string | null
  lease_expires_at: number | null
  log_lines: number
  origin: string | null
  cancel_reason: string | null
}

export interface LogRow {
  id: number
  job_id: string
  attempt: number
  at: number
  level: LogLine['level']
  message: string
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    title: row.title,
    origin: row.origin,
    request: JSON.parse(row.request) as Job['request'],
    progress: row.progress,
    steps: stepsOf(row),
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    error: row.error === null ? null : toError(row.error),
    result: row.result === null ? null : JSON.parse(row.result),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    startedAt: isoOrNull(row.started_at),
    finishedAt: isoOrNull(row.finished_at),
    nextAttemptAt: isoOrNull(row.next_attempt_at),
    cancelRequested: row.cancel_requested === 1,
  }
}

export function stepsOf(row: JobRow): JobStep[] {
  return JSON.parse(row.steps) as JobStep[]
}

export function toLogLine(row: LogRow): LogLine {
  const { id, job_id: jobId, attempt, at, level, message } = row
  return { id, jobId, attempt, at: iso(at), level, message }
}

/** Codes may be renamed from one version to the next; a job with an old one must still be listed. */
function toError(text: string): AppErrorData {
  const parsed = AppErrorData.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : new AppError('internal', {}, { detail: text }).data
}

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))
