export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export const smallest = { width: 900, height: 600 }
const usual = { width: 1180, height: 780 }

/**
 * Where a window opens: where it was, made to fit the display that it overlaps most; centred on the first
 * display when it was nowhere or that display is gone (A7).
 *
 * @param displays work areas, the primary one first
 */
export function placeWindow(saved: Rectangle | null, displays: readonly Rectangle[]): Rectangle {
  const primary = displays[0] ?? { x: 0, y: 0, ...usual }
  if (saved === null) return centre(primary)
  const best = displays.toSorted((a, b) => overlap(saved, b) - overlap(saved, a))[0]
  if (best === undefined || overlap(saved, best) === 0) return centre(primary)
  const width = clamp(saved.width, smallest.width, Math.max(best.width, smallest.width))
  const height = clamp(saved.height, smallest.height, Math.max(best.height, smallest.height))
  return {
    x: clamp(saved.x, best.x, Math.max(best.x, best.x + best.width - width)),
    y: clamp(saved.y, best.y, Math.max(best.y, best.y + best.height - height)),
    width,
    height,
  }
}

function centre(area: Rectangle): Rectangle {
  const width = clamp(usual.width, smallest.width, Math.max(area.width, smallest.width))
  const height = clamp(usual.height, smallest.height, Math.max(area.height, smallest.height))
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  }
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)
