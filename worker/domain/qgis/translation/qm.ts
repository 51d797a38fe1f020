import type { Message } from '#worker/domain/qgis/plan.ts'

const magic = [0x3c, 0xb8, 0x64, 0x18, 0xca, 0xef, 0x9c, 0x95, 0xcd, 0x21, 0x1c, 0xbf, 0x60, 0xa1, 0xbd, 0xdd]
const section = { language: 0xa7, hashes: 0x42, messages: 0x69 } as const
const tag = { end: 1, translation: 3, source: 6, context: 7, comment: 8 } as const

const utf8 = new TextEncoder()

/**
 * A Qt translation file, as Qt's own `lrelease` lays it out: the messages, and where each starts by the ELF hash of
 * its source text. Every message carries its context, so that no section of contexts is needed; there are no plurals.
 *
 * @param messages one for each pair of context and source
 * @param locale as in the file's name (`pt_BR`)
 */
export function writeQm(messages: Message[], locale: string): Uint8Array {
  const bodies = messages.map((message) => bodyOf(message))
  const starts: { hash: number; at: number }[] = []
  let at = 0
  for (const [index, body] of bodies.entries()) {
    starts.push({ hash: elfHash(utf8.encode(messages[index]?.source ?? '')), at })
    at += body.length
  }
  // Qt searches the hashes by halves.
  starts.sort((a, b) => a.hash - b.hash || a.at - b.at)
  const hashes = numbers(starts.flatMap(({ hash, at: start }) => [hash, start]))
  return join([
    Uint8Array.from(magic),
    ...block(section.language, utf8.encode(locale)),
    ...block(section.hashes, hashes),
    ...block(section.messages, join(bodies)),
  ])
}

function bodyOf({ context, source, translation }: Message): Uint8Array {
  return join([
    ...block(tag.translation, utf16(translation)),
    ...block(tag.comment, new Uint8Array()),
    ...block(tag.source, utf8.encode(source)),
    ...block(tag.context, utf8.encode(context)),
    Uint8Array.of(tag.end),
  ])
}

/** A tag of one byte, the length as 32 bits, the bytes. Numbers are big-endian throughout. */
function block(kind: number, bytes: Uint8Array): Uint8Array[] {
  return [Uint8Array.of(kind), numbers([bytes.length]), bytes]
}

function numbers(values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value)
  return new Uint8Array(view.buffer)
}

function utf16(text: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index))
  return new Uint8Array(view.buffer)
}

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, bytes) => sum + bytes.length, 0))
  let at = 0
  for (const bytes of parts) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return whole
}

/** The hash of symbol names in ELF files, 28 bits; Qt never has 0. */
function elfHash(bytes: Uint8Array): number {
  let hash = 0
  for (const byte of bytes) {
    hash = ((hash << 4) + byte) >>> 0
    const high = hash & 0xf0000000
    hash = (hash ^ (high >>> 24)) & 0x0fffffff
  }
  return hash === 0 ? 1 : hash
}
