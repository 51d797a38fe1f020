import type { Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Blob, CloudState } from '#test/fakes/qfieldcloud/state.ts'

/** A file's bytes, or as many as `Range` wants; 304 for who has them. */
export function sendFile(state: CloudState, { request, quirks }: Ask, blob: Blob, at: number): Reply {
  const etag = `"${blob.etag}"`
  const headers = { ETag: etag, 'Last-Modified': new Date(at).toUTCString() }
  const has = request.headers['if-none-match']?.replaceAll('"', '')
  if (has === blob.etag) return { status: 304, headers }
  const range = request.headers.range
  const whole = { path: blob.path, start: 0, end: blob.size }
  if (range === undefined || !(quirks.range ?? state.profile === '2026'))
    return { status: 200, headers, file: whole }
  const [start, end] = rangeOf(range, blob.size)
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${blob.size}` },
    file: { ...whole, start, end },
  }
}

/** One range from a byte on, with or without an end that lies behind it; no suffix. */
function rangeOf(header: string, size: number): [start: number, end: number] {
  const found = /^bytes=(\d+)-(\d*)$/.exec(header)
  const start = Number(found?.[1])
  const last = found?.[2] === '' ? size - 1 : Number(found?.[2])
  if (found === null || start >= size || (found[2] !== '' && last <= start))
    throw new Refusal('invalid_http_range', 'Invalid HTTP range')
  return [start, Math.min(last + 1, size)]
}
