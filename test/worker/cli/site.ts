import { createHash } from 'node:crypto'
import { cpSync, lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Delta } from '#worker/api/deltas.ts'
import { makeProject, type LayerSpec, type ProjectSpec } from '#test/resources/qgis/make-project.ts'

export const trees = 'trees_0000001'
export const walls = 'walls_0000001'
export const secret = 'secret_000001'

/** Three trees that are edited, two walls that are only shown, and a layer that stays at home. */
const layers: LayerSpec[] = [
  {
    name: 'Trees',
    id: trees,
    kind: 'gpkg',
    cloudAction: 'offline',
    fields: [{ name: 'name' }, { name: 'height', type: 'integer' }],
    features: [
      { wkt: 'POINT(1 1)', values: { name: 'oak', height: 3 } },
      { wkt: 'POINT(2 2)', values: { name: 'ash', height: 5 } },
      { wkt: 'POINT(3 3)', values: { name: 'elm', height: 9 } },
    ],
  },
  { name: 'Walls', id: walls, kind: 'shp', cloudAction: 'copy', features: 2 },
  { name: 'Secret', id: secret, kind: 'gpkg', cloudAction: 'remove', features: 1 },
]

/** What only QGIS' own window writes: where the map was left. */
const view: [string, string] = [
  '</qgis>',
  '<mapcanvas name="theMapCanvas"><extent><xmin>0</xmin><ymin>0</ymin><xmax>4</xmax><ymax>4</ymax></extent></mapcanvas></qgis>',
]

/** A coordinator's project of those three layers, and of `more`, in the folder `out`. */
export async function makeSite(
  out: string,
  { layers: more = [], replace = [], ...spec }: Partial<ProjectSpec> = {},
): Promise<string> {
  await makeProject({
    file: 'site.qgz',
    ...spec,
    out,
    layers: [...layers, ...more],
    replace: [view, ...replace],
  })
  return out
}

/** The same project again, byte for byte. */
export function siteLike(site: string, out: string): string {
  cpSync(site, out, { recursive: true, preserveTimestamps: true })
  return out
}

/** Everything below a folder with its SHA-256: two that are equal are the same folder. */
export function fingerprint(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return Object.fromEntries(paths.sort(byName).map((path) => [relative(folder, path), digest(path)]))
}

const byName = (one: string, other: string): number => (one < other ? -1 : 1)

function digest(path: string): string {
  const info = lstatSync(path)
  if (info.isDirectory()) return 'folder'
  if (info.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** A delta file as QField writes it; its path. */
export function writeDeltas(
  path: string,
  deltas: Delta[],
  more: { id?: string; project?: string } = {},
): string {
  const file = {
    version: '1.0',
    id: `22222222-2222-4222-8222-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`,
    project: '33333333-3333-4333-8333-333333333333',
    files: [],
    ...more,
    deltas,
  }
  writeFileSync(path, JSON.stringify(file))
  return path
}
