/** Does one thing after the other, by whatever they are about: first come, first served, and failures hold up nobody. */
export type InTurn = <T>(about: string, work: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return (about, work) => {
    const turn = (last.get(about) ?? Promise.resolve()).then(work, work)
    last.set(about, turn)
    const forget = (): void => {
      if (last.get(about) === turn) last.delete(about)
    }
    turn.then(forget, forget)
    return turn
  }
}
