import { textArgument } from '#worker/domain/xpath/evaluate/argument.ts'
import type { FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { toWords } from '#worker/domain/xpath/evaluate/value.ts'

/** Degrees: longitude, latitude. */
type Point = [number, number]

/** ODK's sphere, in metres. */
const radius = 6_378_100

/** Of ODK's texts: `latitude longitude altitude accuracy`, and `;` between the points of a line or area. */
export const geometryFunctions: Record<string, FunctionRule> = {
  area: ofShape(areaOf),
  // ODK Collect knows both names.
  'enclosed-area': ofShape(areaOf),
  perimeter: ofShape(pathLength),
  distance: {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: (call, evaluating) => {
      const shapes = call.args.map((_, index) => pointsOf(textArgument(call, index, evaluating)))
      if (shapes.some((points) => points.length === 0)) return Number.NaN
      return pathLength(shapes.flat())
    },
  },
  geofence: {
    least: 2,
    most: 2,
    run: (call, evaluating) => {
      const [point] = pointsOf(textArgument(call, 0, evaluating))
      return point !== undefined && contains(pointsOf(textArgument(call, 1, evaluating)), point)
    },
  },
  intersects: ofShape(crossesItself),
}

function ofShape(compute: (points: Point[]) => number | boolean): FunctionRule {
  return {
    least: 1,
    most: 1,
    run: (call, evaluating) => compute(pointsOf(textArgument(call, 0, evaluating))),
  }
}

function pointsOf(text: string): Point[] {
  return text.split(';').flatMap((part): Point[] => {
    const [latitude, longitude] = toWords(part.trim()).map(Number)
    if (latitude === undefined || longitude === undefined) return []
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [[longitude, latitude]] : []
  })
}

function radians(degrees: number): number {
  return (degrees / 180) * Math.PI
}

function pathLength(points: Point[]): number {
  if (points.length === 0) return Number.NaN
  return points
    .slice(1)
    .reduce((total, point, index) => total + greatCircle(points[index] ?? point, point), 0)
}

function greatCircle([x1, y1]: Point, [x2, y2]: Point): number {
  const across = Math.sin(radians(y2 - y1) / 2) ** 2
  const along = Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(radians(x2 - x1) / 2) ** 2
  return 2 * radius * Math.asin(Math.sqrt(Math.min(1, across + along)))
}

function areaOf(points: Point[]): number {
  return points.length < 3 ? Number.NaN : sphericalArea(points)
}

/** The ring's area between its edges and the equator, on the sphere. */
function sphericalArea(points: Point[]): number {
  const total = points.reduce((sum, [x1, y1], index) => {
    const [x2, y2] = points[(index + 1) % points.length] ?? [x1, y1]
    return sum + radians(x2 - x1) * (2 + Math.sin(radians(y1)) + Math.sin(radians(y2)))
  }, 0)
  return Math.abs(total / 2) * radius ** 2
}

function contains(ring: Point[], [x, y]: Point): boolean {
  return ring.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1]
    const crosses = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1
    return crosses ? !inside : inside
  }, false)
}

/** Whether two sides cross that have no end in common. */
function crossesItself(points: Point[]): boolean {
  const sides = points.slice(1).map((point, index): [Point, Point] => [points[index] ?? point, point])
  return sides.some((side, index) => sides.slice(index + 2).some((other) => cross(side, other)))
}

function cross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

function turn([x1, y1]: Point, [x2, y2]: Point, [x3, y3]: Point): number {
  return Math.sign((x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1))
}
