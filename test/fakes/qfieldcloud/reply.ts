import type { Profile } from '#test/fakes/qfieldcloud/state.ts'

/** What a handler answers; nothing means an empty body. */
export interface Reply {
  status: number
  json?: unknown
  html?: string
  headers?: Record<string, string>
  /** Bytes of a file, `end` exclusive. */
  file?: { path: string; start: number; end: number }
}

/** HTTP status by error code; a pair is of servers of 2024 and of 2026. */
const statuses = {
  authentication_failed: 401,
  token_authentication_failed: 401,
  not_authenticated: 401,
  too_many_failed_login_attempts: 401,
  over_quota: 402,
  permission_denied: 403,
  inactive_subscription: 403,
  permission_denied_plan_insufficient: 403,
  organization_has_max_number_of_members: 403,
  restricted_project_modification: [400, 403],
  api_error: 400,
  method_not_allowed: 405,
  validation_error: 400,
  empty_content: 400,
  multiple_projects: 400,
  multiple_contents: [503, 400],
  invalid_deltafile: 400,
  no_qgis_project: 400,
  invalid_job: 400,
  project_already_exists: 400,
  explicit_deletion_of_last_version: 400,
  invalid_qgis_project_file: 400,
  object_not_found: [400, 404],
  invalid_http_range: 416,
  unknown_error: 500,
} as const

export type Code = keyof typeof statuses

/** Thrown by handlers; answered as `{"code", "message"}`. */
export class Refusal extends Error {
  readonly code: Code

  constructor(code: Code, message = 'API Error') {
    super(message)
    this.code = code
  }
}

export function refusal(profile: Profile, { code, message }: Refusal): Reply {
  const status = statuses[code]
  return {
    status: typeof status === 'number' ? status : status[profile === '2024' ? 0 : 1],
    json: { code: code === 'method_not_allowed' ? 'api_error' : code, message },
  }
}

/** A page as a proxy, or Django without a route, answers it. */
export function page(status: number, title: string): Reply {
  return {
    status,
    html: `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`,
  }
}
