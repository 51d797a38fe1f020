import type { ShownLayer } from '#renderer/features/folder/outcome.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import type { Words } from '#renderer/words/words.tsx'

type Looked = Pick<ShownLayer, 'type' | 'geometry'>

/** `Polygons` of MultiPolygonZ; the layer's type where there is no geometry to speak of. */
export function kindOfLayer({ type, geometry }: Looked, { find, say }: Words): string {
  if (type !== 'vector') return say(`ui.layer.type.${type}`)
  const flat = flatOf(geometry)
  return find(`ui.geometry.${flat}`) ?? (flat === '' ? say('ui.layer.type.vector') : flat)
}

export function iconOfLayer({ type, geometry }: Looked): IconName {
  if (type === 'group' || (type === 'vector' && geometry === '')) return 'stack'
  if (type !== 'vector') return 'basemap'
  const flat = flatOf(geometry)
  if (flat.endsWith('Point')) return 'Point'
  if (/Polygon|Surface|Triangle|TIN/.test(flat)) return 'Polygon'
  return flat === 'None' ? 'Table' : 'Line'
}

/** QGIS' name of a geometry type without its dimensions: `MultiPolygon` of `MultiPolygonZM` and `MultiPolygon25D`. */
function flatOf(geometry: string): string {
  if (geometry === 'NoGeometry') return 'None'
  return geometry.replace(/(25D|ZM|Z|M)$/, '')
}
