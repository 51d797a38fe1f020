import { execa } from 'execa'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { afterAll, beforeAll } from 'vitest'

type Position = number[]
export interface Shape {
  type: string
  coordinates?: unknown
  geometries?: Shape[]
}
export interface TestFeature {
  geometry: Shape | null
  properties?: Record<string, unknown>
}

/** A folder for the tests of one file; goes with them. */
export function scratch(): { path: (name: string) => string; folder: () => string } {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fieldpack-test-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return { path: (name) => join(folder, name), folder: () => folder }
}

export function square(x: number, y: number, size = 0.001): Shape {
  return { type: 'Polygon', coordinates: [ring(x, y, size)] }
}

export function ring(x: number, y: number, size: number): Position[] {
  return [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ]
}

/** A ring that crosses itself: two triangles. */
export function bowtie(x: number, y: number, size = 0.001): Shape {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + size, y + size],
        [x + size, y],
        [x, y + size],
        [x, y],
      ],
    ],
  }
}

export const point = (...coordinates: number[]): Shape => ({ type: 'Point', coordinates })
export const line = (...coordinates: Position[]): Shape => ({ type: 'LineString', coordinates })

export function geojson(features: TestFeature[], extra: Record<string, unknown> = {}): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    ...extra,
    features: features.map(({ geometry, properties = {} }) => ({ type: 'Feature', properties, geometry })),
  })
}

export async function writeGeojson(path: string, features: TestFeature[], extra = {}): Promise<string> {
  await writeFile(path, geojson(features, extra))
  return path
}

/** The same features in another format. */
export async function converted(source: string, target: string, ...options: string[]): Promise<string> {
  await execa('ogr2ogr', [...options, target, source])
  return target
}

/** Rows of a GeoPackage, read without QGIS. */
export function rows(file: string, sql: string): Record<string, SQLOutputValue>[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

/** Names in a folder, sorted. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort()
}
