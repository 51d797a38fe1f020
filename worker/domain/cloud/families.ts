import type { Compared } from '#worker/domain/cloud/compare.ts'
import { sidecarsOf } from '#worker/domain/package/sidecars-of.ts'

/** Files of which one without the others is of no use. */
const heads = /\.(shp|tab|mif)$/i

/** Files that are several (a Shapefile), each with its head first. */
export function familiesOf(names: readonly string[]): string[][] {
  return names.filter((name) => heads.test(name)).map((head) => [head, ...sidecarsOf(head, names)])
}

/**
 * Where some files of a family changed here and others there, or one on both sides, each of them that is not the same
 * counts as changed on both. Half of one version beside half of another would be neither.
 */
export function joinFamilies(files: readonly Compared[]): Compared[] {
  const pairs = new Map(files.map((file) => [file.name, file]))
  const torn = new Set<string>()
  for (const family of familiesOf([...pairs.keys()])) {
    const standings = new Set(family.map((name) => pairs.get(name)?.standing))
    if (standings.has('conflict') || (standings.has('up') && standings.has('down')))
      for (const name of family) torn.add(name)
  }
  return files.map((file) => {
    const isTorn = torn.has(file.name) && file.here !== null && file.there !== null
    return isTorn && file.standing !== 'same' ? { ...file, standing: 'conflict' } : file
  })
}
