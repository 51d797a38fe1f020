import type { ResultLine } from '#worker/domain/qgis/protocol.ts'

export type Geometry = NonNullable<ResultLine['geometry']>

/** GeoJSON as WKT; a third coordinate is kept as Z. The session writes no GeometryCollection. */
export function toWkt({ type, coordinates }: Geometry): string {
  const z = dimension(coordinates) > 2 ? ' Z' : ''
  const body = write(coordinates)
  // A position stands bare inside a list, and in parentheses by itself.
  return `${type.toUpperCase()}${z} ${type === 'Point' ? `(${body})` : body}`
}

/** Longitude and latitude of a point; null of everything else. */
export function positionOf(geometry: Geometry): [number, number] | null {
  if (geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) return null
  const [x, y] = geometry.coordinates as unknown[]
  return typeof x === 'number' && typeof y === 'number' ? [x, y] : null
}

function write(coordinates: unknown): string {
  if (!Array.isArray(coordinates)) return ''
  if (typeof coordinates[0] === 'number') return coordinates.join(' ')
  return `(${coordinates.map(write).join(', ')})`
}

function dimension(coordinates: unknown): number {
  if (!Array.isArray(coordinates)) return 0
  return typeof coordinates[0] === 'number' ? coordinates.length : dimension(coordinates[0])
}
