import type { Extent } from '#worker/api/sources.ts'

/** Metres in one degree of latitude on the WGS 84 sphere. */
const metresPerDegree = 111_320

/**
 * An extent with room around it: 5 % of its size on each side and at least 200 m across, so that one
 * point still gives a map to look at. Degrees, EPSG:4326; clamped to the globe.
 */
export function bufferExtent([xmin, ymin, xmax, ymax]: Extent): Extent {
  const middle = (ymin + ymax) / 2
  const shrink = Math.max(0.01, Math.cos((middle * Math.PI) / 180))
  const dx = Math.max(
    (xmax - xmin) * 0.05,
    (100 - metres(xmax - xmin, shrink) / 2) / (metresPerDegree * shrink),
  )
  const dy = Math.max((ymax - ymin) * 0.05, (100 - metres(ymax - ymin, 1) / 2) / metresPerDegree)
  return [
    Math.max(-180, xmin - dx),
    Math.max(-90, ymin - dy),
    Math.min(180, xmax + dx),
    Math.min(90, ymax + dy),
  ]
}

/** The smallest extent around both. */
export function joinExtents(a: Extent, b: Extent): Extent {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}

/** Whether the numbers are an extent on the globe: finite, ordered, longitude first. */
export function isExtent([xmin, ymin, xmax, ymax]: Extent): boolean {
  return (
    [xmin, ymin, xmax, ymax].every(Number.isFinite) &&
    xmin < xmax &&
    ymin < ymax &&
    xmin >= -180 &&
    xmax <= 180 &&
    ymin >= -90 &&
    ymax <= 90
  )
}

function metres(degrees: number, shrink: number): number {
  return degrees * metresPerDegree * shrink
}
