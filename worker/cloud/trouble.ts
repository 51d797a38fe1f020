import * as z from 'zod'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import { hush } from '#worker/cloud/hush.ts'
import { waitOf } from '#worker/cloud/retry-after.ts'
import type { Answer } from '#worker/cloud/wire.ts'

/** Of whom and for what it was asked, as far as an error tells of it. */
export interface Question {
  host: string
  /** Told in no error. */
  secrets: readonly string[]
  /** Asked with a token, so that a refusal is the token's. */
  signedIn: boolean
  /** The file, or the name, that it is about. */
  file?: string | undefined
  name?: string | undefined
}

/** QFieldCloud's own errors; anything else is a proxy's page or another server. */
const Told = z.object({ code: z.string(), message: z.string().catch('') })

const byCode: Readonly<Record<string, ErrorCode>> = {
  too_many_failed_login_attempts: 'cloud.locked',
  token_authentication_failed: 'cloud.expired',
  not_authenticated: 'cloud.expired',
  over_quota: 'cloud.overQuota',
  permission_denied: 'cloud.forbidden',
  restricted_project_modification: 'cloud.forbidden',
  inactive_subscription: 'cloud.planTooSmall',
  permission_denied_inactive: 'cloud.planTooSmall',
  permission_denied_plan_insufficient: 'cloud.planTooSmall',
  organization_has_max_number_of_members: 'cloud.planTooSmall',
  project_already_exists: 'cloud.exists',
  multiple_projects: 'cloud.otherProjectFile',
  invalid_deltafile: 'cloud.badDeltas',
  explicit_deletion_of_last_version: 'cloud.lastVersion',
  // Servers of 2024 say it with 400.
  object_not_found: 'cloud.notFound',
}

/**
 * What an answer that is no success means. Its params are `host` and `status`, where it is known `file` or `name`,
 * `told` (the server's own code), and of `cloud.busy` `seconds`.
 */
export function troubleOf(answer: Answer, text: string, question: Question): AppError {
  const { host, file, name, secrets } = question
  const { status } = answer
  const told = Told.safeParse(asJson(text)).data
  const wait = waitOf(answer)
  const code = (told && byCode[told.code]) ?? codeOf(answer, question, asJson(text) !== undefined)
  return new AppError(
    code,
    {
      host,
      status,
      ...(file === undefined ? {} : { file }),
      ...(name === undefined ? {} : { name }),
      ...(told === undefined ? {} : { told: told.code.slice(0, 100) }),
      ...(code === 'cloud.busy' ? { seconds: wait ?? usualWait } : {}),
    },
    {
      detail: hush(
        `HTTP ${status} ${told === undefined ? text.slice(0, 500) : `${told.code}: ${told.message.slice(0, 500)}`}`,
        secrets,
      ),
    },
  )
}

/** Seconds, where a server that has too much to do names none. */
const usualWait = 30

function codeOf(answer: Answer, { signedIn, file }: Question, isJson: boolean): ErrorCode {
  const { status } = answer
  // A proxy in front, and not QFieldCloud, says no in words of its own.
  if (status === 401) return isJson ? (signedIn ? 'cloud.expired' : 'cloud.wrongPassword') : 'cloud.refused'
  if (status === 402) return 'cloud.overQuota'
  if (status === 403) return isJson ? 'cloud.forbidden' : 'cloud.refused'
  if (status === 404 || status === 410) return 'cloud.notFound'
  if (status === 409) return 'cloud.exists'
  if (status === 413) return file === undefined ? 'cloud.failed' : 'cloud.tooLarge'
  if (status === 429) return 'cloud.busy'
  // 511: the network itself wants a sign-in.
  if (status === 511) return 'cloud.portal'
  if (status === 503 && waitOf(answer) !== null) return 'cloud.busy'
  return status >= 500 || status === 408 ? 'cloud.unreachable' : 'cloud.failed'
}

/** Undefined when it is none. */
export function asJson(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
