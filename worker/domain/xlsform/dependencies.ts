/** The order in which values can be computed, and the rings that have none. */
export interface Ordered<T> {
  /** All items; each after those it depends on, else in the given order. */
  order: T[]
  /** Items of each ring, in the order of dependence. */
  cycles: T[][]
}

/** Stable topological order, without recursion: forms hold chains of thousands of calculations. */
export function orderByDependency<T>(items: T[], dependenciesOf: (item: T) => T[]): Ordered<T> {
  const state = new Map<T, 'open' | 'done'>()
  const order: T[] = []
  const cycles: T[][] = []
  for (const start of items) {
    if (state.has(start)) continue
    const path: { item: T; rest: T[] }[] = []
    const enter = (item: T) => {
      state.set(item, 'open')
      path.push({ item, rest: dependenciesOf(item).toReversed() })
    }
    enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop()
      if (next === undefined) {
        state.set(top.item, 'done')
        order.push(top.item)
        path.pop()
      } else if (state.get(next) === 'open') {
        const from = path.findIndex(({ item }) => item === next)
        cycles.push(path.slice(from).map(({ item }) => item))
      } else if (!state.has(next)) enter(next)
    }
  }
  return { order, cycles }
}
