/** What is sent with a request, read as often as it is sent. */
export interface Body {
  /** `Content-Type`. */
  type: string
  /** Bytes: told ahead, so that a server can refuse what is too large before it came. */
  size: number
  /** Each is good until the next is asked for. */
  chunks(): AsyncIterable<Uint8Array>
}

export interface Sending {
  method: string
  url: URL
  headers: Record<string, string>
  /** Also with a GET: servers before 2026 read the list of jobs so. */
  body: Body | null
  signal: AbortSignal
}

export interface Answer {
  status: number
  header(name: string): string | null
  /** As it comes; not reading it holds the server back. */
  body: AsyncIterable<Uint8Array>
  /** Ends the exchange when nobody wants the rest. */
  drop(): void
}

/**
 * Carries one request to a server and its answer back, redirects being answers like others; rejects with whatever
 * broke the connection. The one of worker/cloud/node-wire.ts is Node's; another host may bring its own.
 */
export type Wire = (sending: Sending) => Promise<Answer>

/** Whether it is a web page: no part of the API answers one with success. */
export function isPage(answer: Answer): boolean {
  return /^text\/html\b/i.test(answer.header('content-type') ?? '')
}
