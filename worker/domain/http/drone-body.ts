import { FetchUrl, FlightParams } from '#worker/api/jobs.ts'
import type { Extent } from '#worker/api/sources.ts'
import { missing, type Body, type Parsed } from '#worker/domain/http/body.ts'
import { readExtent } from '#worker/domain/http/extent.ts'

/** What `POST /drone` asks for. */
export interface DroneAsked {
  projectName: string
  /** GeoJSON, as text. */
  tasks: string
  extent: Extent
  flight: FlightParams
  /** Null where none was named, and where it is no address to fetch from: heights that cannot be had are no failure. */
  demUrl: string | null
  /** The plugin's .zip in base64. */
  plugin: string | null
}

const longestName = 200
const base64 = /^[A-Za-z0-9+/]*={0,2}$/

export function readDroneBody(body: Body): Parsed<DroneAsked> {
  const lack = missing(body, ['project_name', 'tasks_geojson', 'extent'])
  if (lack !== null) return lack
  const { project_name: name, tasks_geojson: tasks, dem_url: demUrl } = body
  if (typeof name !== 'string' || name.trim() === '' || name.trim().length > longestName)
    return wrong(`project_name has to be a text of at most ${longestName} characters.`)
  const geojson = typeof tasks === 'string' ? parse(tasks) : tasks
  if (typeof geojson !== 'object' || geojson === null || Array.isArray(geojson))
    return wrong('tasks_geojson has to be GeoJSON.')
  const extent = readExtent(body['extent'])
  if (!extent.ok) return extent
  const flight = readFlight(body['flight_params'])
  if (!flight.ok) return flight
  const plugin = readPlugin(body['plugin_zip'])
  if (!plugin.ok) return plugin
  return {
    ok: true,
    value: {
      projectName: name.trim(),
      tasks: JSON.stringify(geojson),
      extent: extent.value,
      flight: flight.value,
      demUrl: FetchUrl.safeParse(demUrl).data ?? null,
      plugin: plugin.value,
    },
  }
}

/** Values that are null or left out are not set. */
function readFlight(value: unknown): Parsed<FlightParams> {
  if (value === undefined || value === null) return { ok: true, value: {} }
  if (typeof value !== 'object') return wrong('flight_params has to be a JSON object.')
  const { gsd, agl, forward_overlap: forwardOverlap, side_overlap: sideOverlap } = value as Body
  const given = Object.entries({ gsd, agl, forwardOverlap, sideOverlap }).filter(
    ([, each]) => each !== undefined && each !== null,
  )
  const read = FlightParams.safeParse(Object.fromEntries(given))
  if (read.success) return { ok: true, value: read.data }
  return wrong('flight_params has to hold numbers: gsd and agl above 0, overlaps from 0 to 100.')
}

function readPlugin(value: unknown): Parsed<string | null> {
  if (value === undefined || value === null || value === '') return { ok: true, value: null }
  const text = typeof value === 'string' ? value.replace(/\s+/g, '') : ''
  if (text === '' || text.length % 4 !== 0 || !base64.test(text))
    return wrong('plugin_zip has to be a .zip file in base64.')
  return { ok: true, value: text }
}

const wrong = (message: string): { ok: false; message: string } => ({ ok: false, message })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
