import { execa } from 'execa'
import { fileURLToPath } from 'node:url'
import type { LayerAction } from '#worker/api/projects.ts'
import { withProfile } from '#test/resources/qgis/profile.ts'

const script = fileURLToPath(new URL('make_project.py', import.meta.url))
const python = process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3'

/** What is made: see make_project.py, which says what each part means and what its defaults are. */
export interface ProjectSpec {
  /** Folder, absolute; made when it is not there. */
  out: string
  /** Name of the project file: `site.qgz` or `site.qgs`. */
  file: string
  crs?: string
  title?: string
  layers: LayerSpec[]
  relations?: RelationSpec[]
  entries?: { scope: string; key: string; value: string | number | boolean | string[] }[]
  /** First view: xmin, ymin, xmax, ymax in the project's CRS. */
  extent?: [number, number, number, number]
  macros?: string
  absolute?: boolean
  groups?: Record<string, string[]>
  texts?: Record<string, string>
  replace?: [string, string][]
  remove?: string[]
}

export interface LayerSpec {
  name: string
  kind:
    | 'gpkg'
    | 'shp'
    | 'geojson'
    | 'csv'
    | 'memory'
    | 'tif'
    | 'mbtiles'
    | 'xyz'
    | 'virtual'
    | 'vector'
    | 'raster'
  id?: string
  file?: string
  table?: string
  crs?: string
  geometry?: string
  fields?: FieldSpec[]
  features?: number | FeatureSpec[]
  filter?: string
  action?: LayerAction
  cloudAction?: LayerAction
  properties?: Record<string, string | number | boolean>
  readOnly?: boolean
  joins?: { layer: string; field: string; target: string; prefix?: string; memory?: boolean }[]
  sql?: string[]
  source?: string
  provider?: string
  svg?: string
  displayExpression?: string
  hidden?: boolean
}

export interface FieldSpec {
  name: string
  type?: 'text' | 'integer' | 'decimal' | 'date' | 'datetime' | 'boolean'
  alias?: string
  default?: string
  onUpdate?: boolean
  notNull?: boolean
  unique?: boolean
  constraint?: string
  widget?: { type: string; config?: Record<string, unknown> }
}

export interface FeatureSpec {
  wkt?: string
  values?: Record<string, string | number | boolean | null>
}

export interface RelationSpec {
  id: string
  name?: string
  parent: string
  child: string
  parentField: string
  childField: string
  strength?: 'association' | 'composition'
}

/** Makes a project with its data; answers its path and each layer's id by name. */
export async function makeProject(
  spec: ProjectSpec,
): Promise<{ project: string; layers: Record<string, string> }> {
  const input = JSON.stringify(spec)
  const { stdout } = await withProfile((env) => execa(python, [script], { input, env }))
  return JSON.parse(stdout) as { project: string; layers: Record<string, string> }
}
