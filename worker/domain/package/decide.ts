import type { LayerAction, ProjectLayer } from '#worker/api/projects.ts'
import type { LayerParts } from '#worker/domain/project/opened.ts'

export interface Decision {
  action: LayerAction
  /** The server could not find its features again: QField may not edit it. */
  isKeyless: boolean
  /** The reason, for the log, why the layer would be missing; null where it comes along. */
  why: string | null
}

/**
 * What becomes of one layer (libqfieldsync's layer actions). A vector layer without a usable key stays as it is and
 * read-only where changes go back through QFieldCloud; by cable nobody asks for keys.
 */
export function decide(
  layer: ProjectLayer,
  parts: LayerParts | undefined,
  { actions, isLeftOut }: { actions: 'cloud' | 'cable'; isLeftOut: boolean },
): Decision {
  const chosen = actions === 'cloud' ? layer.cloudAction : layer.action
  if (isLeftOut || chosen === 'remove') return { action: 'remove', isKeyless: false, why: null }
  if (layer.isLocalized) return { action: 'no_action', isKeyless: false, why: null }
  const why = preventionOf(layer)
  if (why !== null || !layer.isValid) return { action: 'no_action', isKeyless: false, why }
  const isKeyless = actions === 'cloud' && layer.type === 'vector' && layer.unsupportedPrimaryKey
  const action = actionOf(layer, parts, chosen, isKeyless)
  return { action, isKeyless, why: action === 'offline' ? clashOf(layer) : null }
}

function actionOf(
  layer: ProjectLayer,
  parts: LayerParts | undefined,
  chosen: LayerAction | null,
  isKeyless: boolean,
): LayerAction {
  // Its features stand nowhere but in a table of the package.
  if (parts?.isMemory === true) return 'offline'
  if (isKeyless) return 'no_action'
  if (layer.type !== 'vector') return chosen === null || chosen === 'offline' ? 'no_action' : chosen
  return chosen ?? (parts?.isVirtual === true ? 'no_action' : 'offline')
}

/** A web service that does not answer now may do so in the field; everything else that is invalid would be missing there. */
function preventionOf(layer: ProjectLayer): string | null {
  if (layer.isValid) return /\.ecw$/i.test(layer.file ?? '') ? 'QField cannot read ECW' : null
  if (layer.type !== 'vector' && layer.isOnline) return null
  return (
    [layer.errorSummary, layer.providerErrorSummary, layer.errorMessage].find((text) => text !== '') ??
    layer.errorCode
  )
}

/** A GeoPackage, as SQLite, takes names that differ in case alone for the same. */
function clashOf({ fields }: ProjectLayer): string | null {
  const seen = new Map<string, string>()
  for (const { name } of fields) {
    const other = seen.get(lowerAscii(name))
    if (other !== undefined) return `a GeoPackage cannot hold both columns "${other}" and "${name}"`
    seen.set(lowerAscii(name), name)
  }
  return null
}

/** SQLite folds only the letters A to Z. */
const lowerAscii = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
