/** A result never comes near this; more means that something else writes to us. */
const longestLine = 64 * 1024 * 1024

/** Cuts a byte stream into lines without ever holding more than one line. */
export class LineSplitter {
  #parts: Buffer[] = []
  #size = 0
  readonly #limit: number

  constructor(limit: number = longestLine) {
    this.#limit = limit
  }

  /** Bytes of the line that has not ended yet. */
  get pending(): number {
    return this.#size
  }

  /**
   * The lines that this chunk completed.
   *
   * @throws RangeError when a line is longer than the limit
   */
  push(chunk: Buffer): string[] {
    const lines: string[] = []
    let rest = chunk
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      this.#keep(rest.subarray(0, end))
      lines.push(Buffer.concat(this.#parts, this.#size).toString('utf8'))
      this.#parts = []
      this.#size = 0
      rest = rest.subarray(end + 1)
    }
    if (rest.length > 0) this.#keep(rest)
    return lines
  }

  #keep(part: Buffer): void {
    this.#size += part.length
    if (this.#size > this.#limit) throw new RangeError(`line longer than ${this.#limit} bytes`)
    this.#parts.push(part)
  }
}
