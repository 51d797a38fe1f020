import type { Group } from '#worker/domain/xlsform/model.ts'

/** A cell that ties an entity to a place in the form: a `save_to`, or a `${name}` in its declaration. */
export interface Tie {
  /** Groups around the question, outermost first. */
  groups: Group[]
  saves: boolean
}

export interface Entity {
  list: string
  row: number
  ties: Tie[]
}

/** The repeats around a question: an entity belongs to one of their entries. */
function repeatsOf(groups: Group[]): Group[] {
  return groups.filter((group) => group.control === 'repeat')
}

/** How many groups stand around an entry of the innermost repeat, itself included. */
function boundaryOf(groups: Group[]): number {
  return groups.findLastIndex((group) => group.control === 'repeat') + 1
}

function startsWith(groups: Group[], head: Group[]): boolean {
  return head.every((group, index) => groups[index] === group)
}

/** The ties of an entity that no single entry of a repeat, nor the form itself, can hold together. */
export function strayTies(entity: Entity): Tie[] {
  const deepest = longest(entity.ties.map(({ groups }) => repeatsOf(groups)))
  const saved = longest(entity.ties.filter(({ saves }) => saves).map(({ groups }) => repeatsOf(groups)))
  return entity.ties.filter(({ groups, saves }) => {
    const own = repeatsOf(groups)
    return !startsWith(deepest, own) || (saves && own.length !== saved.length)
  })
}

function longest(paths: Group[][]): Group[] {
  return paths.reduce<Group[]>((best, path) => (path.length > best.length ? path : best), [])
}

/**
 * Entities that find no container of their own: the form, a group or a repeat makes one entity at most. Each takes the
 * innermost one that holds its ties, else the next one up, as far as the repeat that it belongs to.
 */
export function crowdedEntities(entities: Entity[]): Entity[] {
  const taken = new Map<string, Entity>()
  const ids = new Map<Group, number>()
  const idOf = (groups: Group[]) =>
    groups.map((group) => ids.get(group) ?? (ids.set(group, ids.size), ids.size - 1)).join('/')
  return entities
    .toSorted((a, b) => a.row - b.row)
    .filter((entity) => {
      const saving = entity.ties.filter(({ saves }) => saves).map(({ groups }) => groups)
      const path = containerOf(entity, saving)
      const boundary = Math.max(...[path, ...entity.ties.map(({ groups }) => groups)].map(boundaryOf))
      // ODK looks for no place where the entity reads from a repeat inside the one that it saves in.
      if (path.length < boundary) return false
      for (let depth = path.length; depth >= boundary; depth -= 1) {
        const here = path.slice(0, depth)
        if (taken.has(idOf(here))) {
          if (saving.some((groups) => taken.has(idOf(groups)))) return true
          continue
        }
        taken.set(idOf(here), entity)
        for (const groups of saving) {
          for (let end = groups.length; end > depth; end -= 1) taken.set(idOf(groups.slice(0, end)), entity)
        }
        return false
      }
      return true
    })
}

/** What all its `save_to`s share; without one, the innermost place that it reads from. */
function containerOf(entity: Entity, saving: Group[][]): Group[] {
  const [first, ...rest] = saving
  if (first === undefined) {
    const read = entity.ties.map(({ groups }) => groups)
    const depth = longest(read.map(repeatsOf)).length
    return longest(read.filter((groups) => repeatsOf(groups).length === depth))
  }
  return rest.reduce((shared, groups) => {
    const differs = shared.findIndex((group, index) => groups[index] !== group)
    return differs < 0 ? shared : shared.slice(0, differs)
  }, first)
}
