/** Without those that are taken for each other when somebody types them from paper: 0 and o, 1, i and l. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

const groups = 4
const groupLength = 4

/**
 * A password that can be typed on a phone: `k7mp-x3qd-hw2v-9tba`, of 79 random bits.
 *
 * @param randomBelow a whole number from 0 to below the given one, from a source that nobody can foresee
 */
export function newPassword(randomBelow: (limit: number) => number): string {
  const letter = (): string => letters.charAt(randomBelow(letters.length))
  const group = (): string => Array.from({ length: groupLength }, letter).join('')
  return Array.from({ length: groups }, group).join('-')
}
