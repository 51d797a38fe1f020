/** The end of a stream of any length, in flat memory. */
export class Tail {
  readonly #chunks: Buffer[] = []
  #size = 0
  readonly #limit: number

  /** Keeps at least `limit` bytes, and at most one chunk more. */
  constructor(limit = 64 * 1024) {
    this.#limit = limit
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    for (
      let first = this.#chunks[0];
      first && this.#size - first.length >= this.#limit;
      first = this.#chunks[0]
    ) {
      this.#chunks.shift()
      this.#size -= first.length
    }
  }

  /** The last lines that are not empty, oldest first. */
  last(count: number): string {
    const lines = Buffer.concat(this.#chunks).toString('utf8').split(/\r?\n/)
    return lines
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .join('\n')
  }
}
