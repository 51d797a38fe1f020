import anyAscii from 'any-ascii'

const longest = 50

/** Beginnings that GeoPackage and SQLite keep for themselves. */
const kept = /^(gpkg|sqlite|rtree)_/

/**
 * Tables of the offline layers by layer id: readable, of `[a-z0-9_]`, each source's own. Layers of one `key` share a
 * table, which has the first one's name.
 */
export function tableNames(
  layers: readonly { id: string; name: string; key: string }[],
): Map<string, string> {
  const byKey = new Map<string, string>()
  const taken = new Set<string>()
  const tables = new Map<string, string>()
  for (const { id, name, key } of layers) {
    const table = byKey.get(key) ?? free(slug(name), taken)
    byKey.set(key, table)
    taken.add(table)
    tables.set(id, table)
  }
  return tables
}

function slug(name: string): string {
  const ascii = anyAscii(name.normalize('NFC')).toLowerCase()
  const words = ascii
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, longest)
  const clean = words.replaceAll(/^_+|_+$/g, '')
  if (clean === '') return 'layer'
  return /^[0-9]/.test(clean) || kept.test(clean) ? `layer_${clean}` : clean
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 1; ; number += 1) if (!taken.has(`${name}_${number}`)) return `${name}_${number}`
}
