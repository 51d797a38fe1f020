/** Numbers in [0, 1) that come again with the same seed: that of `FIELDPACK_SEED`, or a new one; it is printed. */
export function rollDice(what: string): () => number {
  const given = process.env['FIELDPACK_SEED']
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given)
  process.stdout.write(`${what}: FIELDPACK_SEED=${seed}\n`)
  let state = seed >>> 0
  // Mulberry32, by Tommy Ettinger: public domain.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
