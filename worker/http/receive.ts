import type { IncomingMessage } from 'node:http'

/**
 * All of a request's body, or `tooLarge` as soon as it is known to be; the rest is then left unread.
 *
 * @throws Error when whoever asks leaves in the middle
 */
export async function receive(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'tooLarge'
  const chunks: Buffer[] = []
  let size = 0
  // Not destroyed on the way out: the answer goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) return 'tooLarge'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
