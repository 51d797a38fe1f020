import { layerId } from '#worker/domain/qgis/hash.ts'
import type { XyzLayerPlan } from '#worker/domain/qgis/plan.ts'

/** The background at the bottom of a project; it shows only where there is a network. */
export function openStreetMap(slug: string): XyzLayerPlan {
  return {
    kind: 'xyz',
    id: layerId(slug, 'openstreetmap'),
    name: 'OpenStreetMap',
    url: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png',
    zmin: 0,
    zmax: 19,
  }
}
