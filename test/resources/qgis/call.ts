import { execa } from 'execa'
import { fileURLToPath } from 'node:url'
import { withProfile } from '#test/resources/qgis/profile.ts'
import type { SessionMethod, SessionParams, SessionResult } from '#worker/domain/qgis/protocol.ts'

const script = fileURLToPath(new URL('call.py', import.meta.url))
const reader = fileURLToPath(new URL('read_project.py', import.meta.url))
const python = process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3'

export interface Answer<M extends SessionMethod> {
  result?: SessionResult<M>
  error?: { code: string; params: Record<string, string | number>; detail: string | null }
  logs: { level: string; message: string }[]
  progress: [string, number][]
  seconds: number
  peakMb: number
}

export interface CallOptions {
  /** As in a QGIS without GDAL's Python module. */
  withoutOsgeo?: boolean
  /** Cancelled once that many progress reports were sent. */
  cancelAt?: number
}

/** One method of resources/qgis in a QGIS of its own, without the session around it. */
export async function call<M extends SessionMethod>(
  method: M,
  params: SessionParams<M>,
  options: CallOptions = {},
): Promise<Answer<M>> {
  const input = JSON.stringify({ method, params, ...options })
  const { stdout } = await withProfile((env) => execa(python, [script], { input, env }))
  return JSON.parse(stdout) as Answer<M>
}

/** The result of a call that must not fail. */
export async function succeed<M extends SessionMethod>(
  method: M,
  params: SessionParams<M>,
  options: CallOptions = {},
): Promise<SessionResult<M>> {
  const { result, error } = await call(method, params, options)
  if (result === undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
  return result
}

/** What plain PyQGIS reads from a .qgz: see read_project.py. */
export async function readProject(path: string): Promise<ReadProject> {
  const { stdout } = await withProfile((env) => execa(python, [reader, path], { env }))
  return JSON.parse(stdout) as ReadProject
}

export interface ReadField {
  name: string
  type: string
  alias: string
  aliasExpression: string | null
  widget: string
  config: Record<string, unknown>
  default: string
  onUpdate: boolean
  constraint: string
  description: string
  notNull: boolean
  unique: boolean
  readOnly: boolean
  reuseLast: boolean
}

export interface ReadElement {
  kind: 'tab' | 'group' | 'field' | 'relation' | 'text' | 'other'
  name: string
  showLabel: boolean
  visible?: string | null
  columns?: number
  collapsed?: boolean
  html?: string
  children?: ReadElement[]
}

export interface ReadLayer {
  id: string
  name: string
  valid: boolean
  source: string
  geometry: string
  crs: string
  count: number | null
  extent: [number, number, number, number] | null
  flags: string[]
  private: boolean
  readOnly: boolean
  fields: ReadField[]
  form: ReadElement[]
  customProperties: Record<string, unknown>
  displayExpression: string | null
  label: string | null
  symbol: Record<string, string> | null
}

export interface ReadProject {
  title: string
  metadataTitle: string
  crs: string
  ellipsoid: string
  /** `[xmin, ymin, xmax, ymax]` of each theMapCanvas. */
  canvases: [number, number, number, number][]
  variables: Record<string, string>
  /** Scope -> key -> value, for qfieldsync and QFieldSync. */
  entries: Record<string, Record<string, unknown>>
  layers: ReadLayer[]
  relations: {
    id: string
    name: string
    valid: boolean
    parent: string
    child: string
    pairs: Record<string, string>
    strength: string
  }[]
}
