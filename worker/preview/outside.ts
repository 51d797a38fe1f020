import { createHash, getHashes, randomUUID } from 'node:crypto'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'

/** Clock and chance of this computer. */
export interface Nature {
  /** Milliseconds from 1970 in UTC. */
  now: () => number
  /** At least 0, below 1. */
  random: () => number
}

/**
 * What a form's expressions see of the world: the wall clock, hashes, and chance that stays as it fell, so that a
 * computed uuid() or random() is the same after each keystroke.
 */
export function outsideOf({ now, random }: Nature): () => Outside {
  const seed = 1 + Math.floor(random() * (modulus - 2))
  const id = randomUUID()
  return () => {
    let state = seed
    return {
      now: wallClock(new Date(now())),
      random: () => {
        state = (state * multiplier) % modulus
        return state / modulus
      },
      uuid: () => id,
      hash,
    }
  }
}

/** Park and Miller's generator: small, and good enough for a sample answer. */
const modulus = 2_147_483_647
const multiplier = 16_807

const known = new Set(getHashes())

function hash(algorithm: string, text: string): string | null {
  return known.has(algorithm) ? createHash(algorithm).update(text, 'utf8').digest('hex') : null
}

/** `yyyy-MM-ddTHH:mm:ss` in the zone of this computer. */
function wallClock(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
