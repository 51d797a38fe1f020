import type { Finding } from '#worker/api/projects.ts'
import type { ServerJob } from '#worker/domain/cloud/hush-job.ts'
import type { ReadFeedback } from '#worker/domain/feedback/read-feedback.ts'
import { finding, type FindingCode } from '#worker/domain/project/finding-codes.ts'

type Failure = NonNullable<ReadFeedback['error']>

/** By the server's `error_type`: what has one meaning only. */
const byType: Record<string, FindingCode> = {
  TIMEOUT: 'cloudTimedOut',
  DOCKER_ENGINE_SIGKILL: 'cloudKilled',
  API_TOKEN_EXPIRED: 'cloudTokenExpired',
  API_PAYMENT_REQUIRED: 'cloudPayment',
  API_FORBIDDEN: 'cloudForbidden',
  API_NOT_FOUND: 'cloudNotFound',
  API_INTERNAL_SERVER_ERROR: 'cloudServerError',
  API_OTHER: 'cloudServerError',
  FILE_NOT_FOUND: 'cloudFileGone',
  INVALID_PROJECT_FILE: 'cloudProjectFile',
}

/** By the server's words: what its worker has no type for. */
const byWords: [RegExp, FindingCode][] = [
  [/Failed to obtain the project extent/iu, 'emptyExtent'],
  [/area of interest|\baoi\b/iu, 'areaInvalid'],
]

const longest = 300

/**
 * Why a job of the server's failed, and what that means for the project.
 *
 * @param failedStep its id, or its name; null where it is not known
 */
export function explainFailure(
  { type, log }: Pick<ServerJob, 'type' | 'log'>,
  feedback: ReadFeedback | null,
  failedStep: string | null,
): Finding[] {
  const error = feedback?.error ?? null
  const code = error === null ? codeOfLog(log) : codeOf(error)
  const why = shortened(error?.message ?? '')
  return [
    finding(code, { why: why === '' ? 'none' : why, step: stepName(feedback, failedStep) }),
    ...(type === 'delta_apply' ? [finding('cloudChangesStopped', {})] : []),
    // The server forgets what it knew of the project, which then looks as if it were broken.
    ...(type === 'process_projectfile' ? [finding('cloudDetailsLost', {})] : []),
  ]
}

function codeOf(error: Failure): FindingCode {
  const known = byType[error.type]
  if (known !== undefined) return known
  if (isOfServer(error)) return 'cloudStopped'
  // The server knows a package that ran out of memory by the exit code alone where it could write feedback.
  if (error.exitCode === 137) return 'cloudKilled'
  return byWords.find(([words]) => words.test(`${error.message}\n${error.stack}`))?.[1] ?? 'cloudFailed'
}

/** Of what runs the worker and not of the worker: nothing that a project could help. */
function isOfServer({ origin, exitCode, message }: Failure): boolean {
  return origin === 'worker_wrapper' || exitCode === -2 || message.startsWith('Job unexpectedly terminated')
}

/** A job without feedback, or one whose feedback says nothing of an error. */
function codeOfLog(log: string | null): FindingCode {
  return /Timeout error! The job failed to finish/u.test(log ?? '') ? 'cloudTimedOut' : 'cloudStopped'
}

function stepName(feedback: ReadFeedback | null, failedStep: string | null): string {
  return feedback?.failedStep?.name ?? failedStep ?? 'none'
}

/** What a sentence can bear. */
function shortened(message: string): string {
  const text = message.trim().replaceAll(/\s+/gu, ' ')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
