import type { Finding } from '#worker/api/projects.ts'
import type { PackagePlan, PlannedLayer } from '#worker/domain/package/plan.ts'

/** What a coordinator should know of a package before it goes to the field. */
export function findingsOf({ layers, files }: Pick<PackagePlan, 'layers' | 'files'>): Finding[] {
  const origins = new Map(files.map(({ from, to }) => [to, from.slice(from.lastIndexOf('/') + 1)]))
  return layers.flatMap((layer) => {
    if (layer.action === 'remove') return [finding('packageLeftOut', 'info', layer)]
    const found: Finding[] = []
    if (layer.isKeyless) found.push(finding('packageReadOnly', 'warning', layer))
    if (layer.isOnline) found.push(finding('packageOnline', 'warning', layer))
    const origin = layer.file === null ? undefined : origins.get(layer.file)
    if (layer.file !== null && origin !== undefined && origin !== layer.file)
      found.push(finding('packageRenamed', 'info', layer, { file: origin, name: layer.file }))
    return found
  })
}

/** A layer that keeps a package from being made. */
export function lostFinding({ id, name }: Pick<PlannedLayer, 'id' | 'name'>): Finding {
  return finding('packageLost', 'error', { id, name })
}

function finding(
  code: string,
  level: Finding['level'],
  { id, name }: Pick<PlannedLayer, 'id' | 'name'>,
  params: Finding['params'] = {},
): Finding {
  return { code, level, layerId: id, params: { layer: name, ...params }, fix: null }
}
