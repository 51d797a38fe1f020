import * as z from 'zod'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'

/** Characters of an error's body that are looked at: a proxy's page may be long. */
const mostRead = 4000

/** QFieldCloud's own errors; anything else is a proxy's page or another server. */
const Told = z.object({ code: z.string(), message: z.string().default('') })

/** What an answer that is no success means. */
export async function troubleOf(response: Response, host: string): Promise<AppError> {
  const { status } = response
  const text = (await response.text().catch(() => '')).slice(0, mostRead)
  const told = Told.safeParse(asJson(text)).data
  return new AppError(
    codeOf(status, told?.code ?? null),
    { host, status },
    { detail: `HTTP ${status} ${told === undefined ? text.slice(0, 500) : `${told.code}: ${told.message}`}` },
  )
}

function codeOf(status: number, told: string | null): ErrorCode {
  // Servers of 2024 say 400 here, later ones 404.
  if (status === 404 || told === 'object_not_found') return 'cloud.notFound'
  if (status === 401 || status === 403) return 'cloud.refused'
  if (status >= 500 || status === 408 || status === 429) return 'cloud.unreachable'
  return 'cloud.failed'
}

/** Undefined when it is none. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
