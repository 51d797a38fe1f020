import type { Delta } from '#worker/api/deltas.ts'
import { clientKey } from '#worker/domain/delta/key-map.ts'

/** Deltas of one push: with 1000 and more that wait, servers apply some of them more than once. */
const mostOfPush = 500

/**
 * Divides deltas into pushes, each to be applied before the next is sent. Within one job the server does not find a
 * feature that the same job creates: changes of such a feature wait for the next push, and so may those of other
 * features come before them. What is done to one feature stays in its order.
 */
export function planPushes<Sent extends { delta: Delta }>(
  sent: readonly Sent[],
  most = mostOfPush,
): Sent[][] {
  const rounds: Sent[][] = []
  /** By feature: the round of its last delta, and the first round that knows the feature. */
  const last = new Map<string, { round: number; known: number }>()
  for (const one of sent) {
    const key = clientKey(one.delta)
    const before = (key === null ? undefined : last.get(key)) ?? { round: 0, known: 0 }
    const isCreate = one.delta.method === 'create'
    const round = isCreate ? before.round : Math.max(before.round, before.known)
    if (key !== null) last.set(key, { round, known: isCreate ? round + 1 : before.known })
    const deltas = rounds[round]
    if (deltas === undefined) rounds[round] = [one]
    else deltas.push(one)
  }
  return rounds.flatMap((round) => divide(round, most))
}

function divide<T>(all: readonly T[], most: number): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < all.length; from += most) parts.push(all.slice(from, from + most))
  return parts
}
