import type { IncomingMessage } from 'node:http'
import type { AppErrorData } from '#worker/api/errors.ts'
import { readObject } from '#worker/domain/http/body.ts'
import { failure, refusal, type Answer } from '#worker/http/answer.ts'
import { guard } from '#worker/http/guard.ts'
import { receive } from '#worker/http/receive.ts'
import type { Route } from '#worker/http/route.ts'
import { basemap } from '#worker/http/routes/basemap.ts'
import { drone } from '#worker/http/routes/drone.ts'
import { field } from '#worker/http/routes/field.ts'
import { health } from '#worker/http/routes/health.ts'
import { metrics } from '#worker/http/routes/metrics.ts'
import type { WrapperWork } from '#worker/http/work.ts'

export interface Dispatching {
  work: WrapperWork
  /** Bearer token that every request but `/health` has to show; null: none. */
  token: string | null
  /** Words of an error. */
  say: (error: AppErrorData) => string
}

const routes = new Map<string, Route>([
  ['GET /health', health],
  ['GET /metrics', metrics],
  ['POST /field', field],
  ['POST /', field],
  ['POST /drone', drone],
  ['POST /basemap', basemap],
])

/**
 * The answer to one request: failed work is an answer too.
 *
 * @throws Error when whoever asks leaves in the middle of the body
 */
export async function dispatch(request: IncomingMessage, options: Dispatching): Promise<Answer> {
  const { work, token, say } = options
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const route = routes.get(`${request.method} ${path}`)
  const shut = route !== undefined && 'open' in route ? null : guard(request.headers, token)
  if (shut !== null) return shut
  if (route === undefined) return refusal(404, `There is no ${request.method} ${path}.`)
  if (route.body === null) return route.answer(work)
  const bytes = await receive(request, route.body)
  if (bytes === 'tooLarge') return refusal(413, `The body is larger than ${route.body} bytes.`)
  const body = readObject(bytes)
  if (!body.ok) return refusal(400, body.message)
  return route.answer(body.value, work).catch((thrown: unknown) => failure(thrown, say))
}
