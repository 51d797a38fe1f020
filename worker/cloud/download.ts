import { AppError } from '#worker/api/errors.ts'
import { patience } from '#worker/cloud/patience.ts'
import { save } from '#worker/cloud/save.ts'
import type { DownloadPort } from '#worker/steps/ports.ts'

/** Milliseconds without a byte after which a server counts as gone. */
const silenceMs = 30_000

/**
 * Fetches a file over http(s) and writes it to `target` as it comes. Redirects are followed.
 *
 * @throws AppError download.unreachable, download.refused, download.tooLarge, download.empty, output.full; when the
 *   caller's signal fires, its reason
 */
export const download: DownloadPort = async (url, target, { limit, signal, onProgress }) => {
  const { host } = new URL(url)
  const waiting = patience(signal, silenceMs)
  try {
    const response = await fetch(url, { signal: waiting.signal })
    if (!response.ok) throw await refused(response, host)
    const expected = Number(response.headers.get('content-length') ?? 0)
    const tooLarge = (): AppError =>
      new AppError('download.tooLarge', { host, megabytes: Math.floor(limit / 1e6) })
    if (expected > limit) throw await dropped(response, tooLarge())
    return await save(response.body ?? nothing(), target, {
      limit,
      tooLarge,
      check({ size }) {
        if (size === 0) throw new AppError('download.empty', { host })
      },
      signal: waiting.signal,
      onBytes(bytes) {
        waiting.heard()
        if (expected > 0) onProgress?.(Math.min(1, bytes / expected))
      },
    })
  } catch (cause) {
    signal.throwIfAborted()
    throw cause instanceof AppError ? cause : new AppError('download.unreachable', { host }, { cause })
  } finally {
    waiting.end()
  }
}

/** A server in trouble may be well again later; one that says no will say it again. */
function refused(response: Response, host: string): Promise<AppError> {
  const { status } = response
  const busy = status >= 500 || status === 408 || status === 429
  return dropped(
    response,
    new AppError(
      busy ? 'download.unreachable' : 'download.refused',
      { host, status },
      { detail: `HTTP ${status}` },
    ),
  )
}

async function dropped(response: Response, error: AppError): Promise<AppError> {
  await response.body?.cancel().catch(() => undefined)
  return error
}

/** The body of an answer that has none. */
async function* nothing(): AsyncGenerator<Uint8Array> {}
