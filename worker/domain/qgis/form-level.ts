import type { Level } from '#worker/domain/qgis/scope.ts'
import type { FormLayer } from '#worker/domain/xlsform/model.ts'

/**
 * The way from a layer of the form to another; null where there is none that an expression could go (a repeat
 * inside another branch).
 */
export function levelOf(
  from: FormLayer,
  to: FormLayer,
  nameOf: (layer: FormLayer) => string,
  relationOf: (child: FormLayer) => string,
): Level | null {
  if (from === to) return { at: 'self' }
  const above = ancestorsOf(from)
  const up = above.indexOf(to)
  if (up >= 0) return { at: 'ancestor', layers: above.slice(0, up + 1).map(nameOf), carrier: null }
  const down = [to, ...ancestorsOf(to)]
  const at = down.indexOf(from)
  if (at > 0) {
    const path = down.slice(0, at).toReversed()
    const [child] = path
    return child ? { at: 'descendant', layers: path.map(nameOf), relation: relationOf(child) } : null
  }
  return from.parent !== null && from.parent === to.parent ? { at: 'sibling', layer: nameOf(to) } : null
}

function ancestorsOf(layer: FormLayer): FormLayer[] {
  const ancestors: FormLayer[] = []
  for (let next = layer.parent; next !== null; next = next.parent) ancestors.push(next)
  return ancestors
}
