import { randomUUID } from 'node:crypto'
import type { Body } from '#worker/cloud/wire.ts'

/** How a form calls its part: plain letters. */
export interface Part {
  name: string
  filename: string
}

/**
 * A form of a single part, `file` as QFieldCloud wants files and deltas. The address names the file there; the part's
 * own filename is looked at with images only.
 */
export function multipart(
  size: number,
  content: () => AsyncIterable<Uint8Array>,
  { name, filename }: Part = { name: 'file', filename: 'file' },
): Body {
  const boundary = `fieldpack-${randomUUID()}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\n` +
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
