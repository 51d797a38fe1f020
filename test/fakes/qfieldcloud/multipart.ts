export interface Part {
  name: string
  /** Null for a plain field. */
  filename: string | null
  /** Read it to its end before the next part. */
  body: AsyncIterable<Buffer>
}

/** The parts of a multipart/form-data body as they come, none of them held in memory. */
export async function* multipart(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const chunks = source[Symbol.asyncIterator]()
  // The first delimiter has no line before it.
  let held = Buffer.from('\r\n')
  const more = async (): Promise<void> => {
    const next = await chunks.next()
    if (next.done === true) throw new Error('the body ended inside a part')
    held = Buffer.concat([held, next.value])
  }
  async function* until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(mark)
      const sure = at === -1 ? held.length - mark.length + 1 : at
      const piece = held.subarray(0, Math.max(0, sure))
      held = held.subarray(at === -1 ? piece.length : at + mark.length)
      if (piece.length > 0) yield piece
      if (at !== -1) return
      await more()
    }
  }
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  await whole(until(delimiter))
  for (;;) {
    while (held.length < 2) await more()
    if (held.subarray(0, 2).toString() === '--') break
    const head = (await whole(until(Buffer.from('\r\n\r\n')))).toString()
    const body = until(delimiter)
    yield {
      name: /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? '',
      filename: /filename\*?="?([^"\r\n]*)/i.exec(head)?.[1] ?? null,
      body,
    }
    await whole(body)
  }
  while ((await chunks.next()).done !== true);
}

export async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}
