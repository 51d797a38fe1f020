import type { ProjectLayer } from '#worker/api/projects.ts'
import type { LayerParts } from '#worker/domain/project/opened.ts'

/**
 * The same for layers that show one table, whatever their filters: they share one table in the package too, so that a
 * change in one of them is seen in the others.
 */
export function sourceKey(layer: ProjectLayer, parts: LayerParts | undefined): string {
  if (parts === undefined || parts.isMemory || parts.isVirtual) return layer.id
  return [layer.provider, layer.crs, withoutFilter(parts.uri, layer.filter)].join('\n')
}

/** Where providers keep a layer's filter in its URI: OGR; databases; delimited text. */
function withoutFilter(uri: string, filter: string): string {
  const encoded = encodeURIComponent(filter)
  const spellings = [
    `|subset=${filter}`,
    `sql=${filter}`,
    `&subset=${encoded}`,
    `&subset=${encodeURI(filter)}`,
    `?subset=${encoded}`,
  ]
  const spelling = filter === '' ? undefined : spellings.find((each) => uri.includes(each))
  return (spelling === undefined ? uri : uri.replace(spelling, '')).replace(/\s*\bsql=$/, '').trim()
}
