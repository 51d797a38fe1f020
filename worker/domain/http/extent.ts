import type { Extent } from '#worker/api/sources.ts'
import type { Parsed } from '#worker/domain/http/body.ts'
import { extentOf } from '#worker/domain/mirror/taken-request.ts'

const wrong = {
  ok: false,
  message: 'extent has to be "xmin,ymin,xmax,ymax" in degrees (EPSG:4326), the smaller of each first.',
} as const

/** `"xmin,ymin,xmax,ymax"` in degrees. */
export function readExtent(value: unknown): Parsed<Extent> {
  if (typeof value !== 'string') return wrong
  const numbers = extentOf(value)
  const [xmin, ymin, xmax, ymax] = numbers
  if (xmin === undefined || ymin === undefined || xmax === undefined || ymax === undefined) return wrong
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return wrong
  if (xmin > xmax || ymin > ymax) return wrong
  if (xmin < -180 || xmax > 180 || ymin < -90 || ymax > 90) return wrong
  return { ok: true, value: [xmin, ymin, xmax, ymax] }
}
