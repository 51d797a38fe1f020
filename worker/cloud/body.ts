import { randomUUID } from 'node:crypto'
import type { Body } from '#worker/cloud/wire.ts'

/**
 * A form of the single part `file`, as QFieldCloud wants files and deltas. The address names the file there; the
 * part's own name is not looked at.
 */
export function multipart(size: number, content: () => AsyncIterable<Uint8Array>): Body {
  const boundary = `fieldpack-${randomUUID()}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    size: head.length + size + tail.length,
    async *chunks() {
      yield head
      yield* content()
      yield tail
    },
  }
}

export function formBody(form: URLSearchParams): Body {
  return bytesBody('application/x-www-form-urlencoded', form.toString())
}

export function jsonBody(value: unknown): Body {
  return bytesBody('application/json', JSON.stringify(value))
}

function bytesBody(type: string, text: string): Body {
  const bytes = Buffer.from(text)
  return {
    type,
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}
