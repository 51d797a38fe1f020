import type { Extent } from '#worker/api/sources.ts'

export type ExtentProblem = 'count' | 'range' | 'order'
export type ExtentText = { ok: true; extent: Extent } | { ok: false; problem: ExtentProblem }

/** Reads `west, south, east, north` in degrees, with commas, semicolons or spaces between, brackets around or not. */
export function parseExtent(text: string): ExtentText {
  const parts = text
    .replace(/^[[(\s]+|[\])\s]+$/g, '')
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
  const numbers = parts.map(Number)
  const [west, south, east, north] = numbers
  if (
    numbers.length !== 4 ||
    numbers.some((number) => !Number.isFinite(number)) ||
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined
  ) {
    return { ok: false, problem: 'count' }
  }
  if ([west, east].some((x) => Math.abs(x) > 180) || [south, north].some((y) => Math.abs(y) > 90)) {
    return { ok: false, problem: 'range' }
  }
  if (west >= east || south >= north) return { ok: false, problem: 'order' }
  return { ok: true, extent: [west, south, east, north] }
}

/** The text that `parseExtent` reads back; five decimals are about a metre. */
export function formatExtent(extent: Extent): string {
  return extent.map((value) => String(Number(value.toFixed(5)))).join(', ')
}
