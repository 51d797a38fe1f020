import type { FlightParams } from '#worker/api/jobs.ts'
import type { Extent } from '#worker/api/sources.ts'
import { layerId } from '#worker/domain/qgis/hash.ts'
import { openStreetMap } from '#worker/domain/qgis/open-street-map.ts'
import type { ProjectPlan, TasksReport, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { tasksLayer } from '#worker/domain/qgis/tasks-layer.ts'

/** Name of the layer and the table by which flight planning plugins for QField find the task areas. */
export const droneTasks = 'dtm-tasks'
/** Column of a task area's number. */
export const droneTaskId = 'project_task_id'
export const demFile = 'dem.tif'

export interface DroneInput {
  /** Safe as a file's name. */
  name: string
  title: string
  extent: Extent
  tasks: TasksReport
  flight: FlightParams
  /** Whether `demFile` is there. */
  hasDem: boolean
  /** Folders that the plugin brings along; QField takes only those that the project names. */
  folders: string[]
}

/** A project for planning flights over task areas: the areas, their heights for the plugin to read, and a map below. */
export function planDrone({ name, title, extent, tasks, flight, hasDem, folders }: DroneInput): ProjectPlan {
  return {
    version: 1,
    slug: name,
    format: 'qgs',
    title,
    crs: 'EPSG:4326',
    ellipsoid: 'EPSG:7030',
    extent,
    areaOfInterest: tasks.area,
    variables: flightVariables(flight),
    entries:
      folders.length === 0
        ? []
        : ['qfieldsync', 'QFieldSync'].map((scope) => ({ scope, key: 'dataDirs', value: folders })),
    folders: [],
    layers: [
      taskAreas(name),
      ...(hasDem ? [{ kind: 'raster' as const, id: layerId(name, 'dem'), name: 'dem', file: demFile }] : []),
      openStreetMap(name),
    ],
    relations: [],
    translations: [],
  }
}

/** Project variables are texts. */
function flightVariables({ gsd, agl, forwardOverlap, sideOverlap }: FlightParams): Record<string, string> {
  const values = {
    dtm_gsd: gsd,
    dtm_agl: agl,
    dtm_forward_overlap: forwardOverlap,
    dtm_side_overlap: sideOverlap,
  }
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
}

/** As the main job's, under the names that drone plugins know. */
function taskAreas(name: string): VectorLayerPlan {
  const layer = tasksLayer(layerId(name, droneTasks))
  const label = `coalesce("${droneTaskId}", $id)`
  return {
    ...layer,
    name: droneTasks,
    file: `${droneTasks}.gpkg`,
    table: droneTasks,
    fields: layer.fields.map((field) => ({ ...field, name: droneTaskId })),
    displayExpression: label,
    label: layer.label && { ...layer.label, expression: label },
  }
}
