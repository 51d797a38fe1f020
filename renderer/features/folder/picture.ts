import type { Place, Shape } from '#renderer/features/folder/wkt.ts'

export interface Frame {
  width: number
  height: number
  /** Free space on each side, in the same units. */
  margin: number
}

/** From places on the ground to places in the picture. */
export type Project = (place: Place) => Place

/**
 * A projection that fits all shapes into a frame, north up. Degrees are shrunk east to west by the latitude, so
 * that a house looks as it does on a map.
 *
 * @returns null when there is nothing to show
 */
export function fit(shapes: Shape[], isDegrees: boolean, { width, height, margin }: Frame): Project | null {
  const places = shapes.flatMap(({ points, lines, rings }) => [...points, ...lines.flat(), ...rings.flat()])
  const box = boxOf(places)
  if (box === null) return null
  const [west, south, east, north] = box
  const middle = (south + north) / 2
  const shrink = isDegrees ? Math.max(0.05, Math.cos((middle * Math.PI) / 180)) : 1
  // A single place has no extent: any scale shows it in the middle.
  const spanX = (east - west) * shrink
  const spanY = north - south
  const scale = Math.min(
    spanX > 0 ? (width - 2 * margin) / spanX : Infinity,
    spanY > 0 ? (height - 2 * margin) / spanY : Infinity,
  )
  const zoom = Number.isFinite(scale) ? scale : 1
  return ([x, y]) => [width / 2 + (x - (west + east) / 2) * shrink * zoom, height / 2 - (y - middle) * zoom]
}

/** Path data of lines and rings; rings are closed and share one path, so that holes stay holes. */
export function pathOf(paths: Place[][], project: Project, closed: boolean): string {
  return paths
    .map((path) => {
      const steps = path.map((place) => project(place).map(tenth).join(' '))
      return `M${steps.join('L')}${closed ? 'Z' : ''}`
    })
    .join('')
}

/** A loop, since spreading a hundred thousand places into Math.min overflows the stack. */
function boxOf(places: Place[]): [number, number, number, number] | null {
  const [first] = places
  if (!first) return null
  const box: [number, number, number, number] = [first[0], first[1], first[0], first[1]]
  for (const [x, y] of places) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

const tenth = (value: number) => Math.round(value * 10) / 10
