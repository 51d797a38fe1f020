import type { GeometryType } from '#worker/api/sources.ts'
import type { StylePlan } from '#worker/domain/qgis/plan.ts'

const grey = '#404248'

/** Seen over any basemap, and letting it through: an outline, a line, or a dot with a light rim. */
export function surveyStyle(geometry: GeometryType): StylePlan | null {
  if (geometry === 'None') return null
  if (geometry.endsWith('Polygon')) return { kind: 'outline', color: grey, width: 1.2 }
  if (geometry.endsWith('LineString')) return { kind: 'line', color: grey, width: 1.2 }
  return { kind: 'marker', color: grey, outline: '#ffffff', size: 3 }
}
