export type Place = readonly [x: number, y: number]

/** A geometry taken apart for drawing: single places, open paths, and closed rings with their holes. */
export interface Shape {
  points: Place[]
  lines: Place[][]
  rings: Place[][]
}

/** A collection of multi-surfaces of curve polygons is six deep; beyond this it is somebody's joke. */
const deepest = 32

type Kind = 'point' | 'line' | 'ring'

/** What the coordinates in a type's innermost lists are. Curves are drawn through their places. */
function kindOf(type: string): Kind | null {
  if (type.endsWith('POINT')) return 'point'
  if (/(LINESTRING|CURVE|CIRCULARSTRING)$/.test(type)) return 'line'
  if (/(POLYGON|SURFACE|TRIANGLE|TIN)$/.test(type)) return 'ring'
  return null
}

/**
 * Reads WKT or EWKT of any type and dimension; Z and M are left out, as are places that are no numbers.
 *
 * @returns null for what is no WKT; a shape without anything in it for an empty geometry
 */
export function readWkt(text: string): Shape | null {
  const words = text.replace(/^\s*SRID=\d+;/i, '').match(/[(),]|[^\s(),]+/g) ?? []
  const shape: Shape = { points: [], lines: [], rings: [] }
  let at = 0
  let depth = 0

  const geometry = (outer: Kind | null): boolean => {
    const type = /^[A-Z]+/i
      .exec(words[at] ?? '')?.[0]
      .toUpperCase()
      .replace(/(ZM|Z|M)$/, '')
    if (type === undefined) return false
    const isCollection = type === 'GEOMETRYCOLLECTION'
    const kind = isCollection ? null : (outer ?? kindOf(kindName(type)))
    if (kind === null && !isCollection) return false
    at++
    while (/^(Z|M|ZM)$/i.test(words[at] ?? '')) at++
    if (words[at]?.toUpperCase() === 'EMPTY') {
      at++
      return true
    }
    return list(kind)
  }

  /** `( … )`: lists in lists, tagged geometries, or coordinates with commas between. */
  const list = (kind: Kind | null): boolean => {
    if (words[at++] !== '(' || ++depth > deepest) return false
    const places: Place[] = []
    for (;;) {
      const word = words[at]
      if (word === '(') {
        if (!list(kind)) return false
      } else if (word !== undefined && /^[A-Z]/i.test(word) && !isNumber(word)) {
        // Curves and collections name the type of each part; a ring made of curves stays a ring.
        if (!geometry(kind === 'ring' ? 'ring' : null)) return false
      } else {
        const place = coordinate()
        if (place === null) return false
        if (place.every(Number.isFinite)) places.push(place)
      }
      const next = words[at++]
      if (next === ')') break
      if (next !== ',') return false
    }
    depth--
    if (kind === 'point') shape.points.push(...places)
    if (kind === 'line' && places.length > 0) shape.lines.push(places)
    if (kind === 'ring' && places.length > 0) shape.rings.push(places)
    return true
  }

  const coordinate = (): Place | null => {
    const from = at
    while (words[at] !== undefined && isNumber(words[at] ?? '')) at++
    return at - from < 2 ? null : [Number(words[from]), Number(words[from + 1])]
  }

  return geometry(null) && at === words.length ? shape : null
}

/** Multi-types are their single type's lists once more. */
const kindName = (type: string) => type.replace(/^MULTI/, '').replace(/^COMPOUND/, '')

const isNumber = (word: string) => /^([-+]?(\d|\.\d)|[-+]?(nan|inf))/i.test(word)
