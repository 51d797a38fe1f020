import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

/** A repeatable stream of numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Building {
  ring: [number, number][]
  /** Blocks are squares of 8 x 8 buildings; the street runs between them. */
  block: [number, number]
  properties: Record<string, string | number | null>
}

export interface TownOptions {
  count: number
  seed: number
  /** South-west corner, degrees EPSG:4326. */
  origin: [number, number]
  /** Share of buildings whose ring crosses itself, as in hand-drawn data. */
  bowties: number
}

const kinds = ['house', 'yes', 'school', 'shop', 'hut', 'church', 'clinic']
const materials = ['brick', 'wood', 'concrete', 'mud']
/** About 22 m. */
const lot = 0.0002

/** Buildings of an invented town: rotated rectangles and L shapes in blocks along streets. */
export function* buildings({ count, seed, origin, bowties }: TownOptions): Generator<Building> {
  const random = seeded(seed)
  const columns = Math.ceil(Math.sqrt(count))
  for (let index = 0; index < count; index++) {
    const column = index % columns
    const row = Math.floor(index / columns)
    const block: [number, number] = [Math.floor(column / 8), Math.floor(row / 8)]
    const centre: [number, number] = [
      origin[0] + (column + block[0]) * lot + (random() - 0.5) * lot * 0.2,
      origin[1] + (row + block[1]) * lot + (random() - 0.5) * lot * 0.2,
    ]
    const width = lot * (0.25 + random() * 0.3)
    const depth = lot * (0.25 + random() * 0.3)
    const shape =
      random() < bowties ? bowtie(width, depth) : random() < 0.3 ? lShape(width, depth) : box(width, depth)
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'yes'
    yield {
      ring: place(shape, centre, (random() - 0.5) * 0.6),
      block,
      properties: {
        osm_id: 100_000_000 + index,
        building: kind,
        name: kind === 'house' || kind === 'yes' || kind === 'hut' ? null : `${kind} ${index}`,
        material: materials[Math.floor(random() * materials.length)] ?? 'brick',
        levels: 1 + Math.floor(random() * 3),
      },
    }
  }
}

/** Writes a town as a GeoJSON FeatureCollection, one feature a line, flat in memory. */
export async function writeTown(path: string, options: TownOptions): Promise<void> {
  const out = createWriteStream(path)
  out.write('{"type":"FeatureCollection","features":[\n')
  let first = true
  let chunk: string[] = []
  for (const building of buildings(options)) {
    chunk.push((first ? '' : ',\n') + featureOf(building))
    first = false
    if (chunk.length === 1000) {
      if (!out.write(chunk.join(''))) await once(out, 'drain')
      chunk = []
    }
  }
  out.end(`${chunk.join('')}\n]}\n`)
  await once(out, 'finish')
}

/** One building as GeoJSON text, seven decimals (about a centimetre). */
export function featureOf({ ring, properties }: Building): string {
  const coordinates = ring.map(([x, y]) => `[${x.toFixed(7)},${y.toFixed(7)}]`).join(',')
  return `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":{"type":"Polygon","coordinates":[[${coordinates}]]}}`
}

type Ring = [number, number][]

const box = (w: number, d: number): Ring => [
  [-w, -d],
  [w, -d],
  [w, d],
  [-w, d],
]

const lShape = (w: number, d: number): Ring => [
  [-w, -d],
  [w, -d],
  [w, 0],
  [0, 0],
  [0, d],
  [-w, d],
]

const bowtie = (w: number, d: number): Ring => [
  [-w, -d],
  [w, d],
  [w, -d],
  [-w, d],
]

function place(shape: Ring, [cx, cy]: [number, number], angle: number): Ring {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const points = shape.map(([x, y]): [number, number] => [cx + x * cos - y * sin, cy + x * sin + y * cos])
  return [...points, ...points.slice(0, 1)]
}
