/** The end of a stream of any length, in flat memory. */
export class Tail {
  #kept: Buffer = Buffer.alloc(0)
  readonly #limit: number

  constructor(limit = 64 * 1024) {
    this.#limit = limit
  }

  push(chunk: Buffer): void {
    const all = Buffer.concat([this.#kept, chunk])
    this.#kept = all.length > this.#limit ? Buffer.from(all.subarray(-this.#limit)) : all
  }

  /** The last lines that are not empty, oldest first. */
  last(count: number): string {
    const lines = this.#kept.toString('utf8').split(/\r?\n/)
    return lines
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .join('\n')
  }
}
