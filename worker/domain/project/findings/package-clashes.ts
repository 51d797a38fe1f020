import type { Finding } from '#worker/api/projects.ts'
import { finding } from '#worker/domain/project/finding-codes.ts'
import { baseName, fold } from '#worker/domain/project/file-index.ts'
import type { Known, KnownLayer } from '#worker/domain/project/findings/known.ts'

/** The file that QFieldCloud's packager puts all offline layers into. */
const database = 'data.gpkg'

/**
 * Layers that QFieldCloud's packager loses without a word: it copies files flat into one folder, by their last name,
 * and writes its own data.gpkg over a user's.
 */
export function findPackageClashes({ layers, survey }: Known): Finding[] {
  const withFile = layers.filter(({ isValid, file }) => isValid && file !== null)
  const copied = withFile.filter(({ becomes }) => becomes !== 'offline')
  const hasOffline = layers.some(({ becomes }) => becomes === 'offline')
  const overwritten = hasOffline ? copied.filter((layer) => isDatabase(fileOf(layer))) : []
  const lies = survey.files.find(({ name, isHidden }) => !isHidden && isDatabase(name))
  return [
    ...sameBaseNames(copied),
    ...overwritten.map((layer) =>
      finding('dataGpkgLost', { layer: layer.name, file: fileOf(layer) }, { layerId: layer.id }),
    ),
    ...(lies !== undefined && overwritten.length === 0 ? [finding('dataGpkg', { file: lies.name })] : []),
    ...mixedActions(withFile),
  ]
}

function sameBaseNames(layers: readonly KnownLayer[]): Finding[] {
  return [...Map.groupBy(layers, (layer) => fold(baseName(fileOf(layer)))).values()].flatMap((all) => {
    const files = [...new Set(all.map(fileOf))]
    if (files.length < 2) return []
    const names = [...new Set(all.map(({ name }) => name))].join(', ')
    return [finding('sameBaseName', { count: files.length, files: files.join(', '), names })]
  })
}

/** Two layers of one file that part ways: what is edited in one is not seen in the other. */
function mixedActions(layers: readonly KnownLayer[]): Finding[] {
  const vectors = layers.filter(({ type }) => type === 'vector')
  return [...Map.groupBy(vectors, (layer) => `${fileOf(layer)}|${layer.table ?? ''}`).values()].flatMap(
    (all) => {
      const actions = new Set(all.map(({ becomes }) => becomes))
      const cable = new Set(all.map(({ action }) => action ?? 'offline'))
      if (all.length < 2 || (actions.size < 2 && cable.size < 2)) return []
      const [first] = all
      const names = all.map(({ name }) => name).join(', ')
      return [
        finding('mixedActions', { count: all.length, names, file: first === undefined ? '' : fileOf(first) }),
      ]
    },
  )
}

function isDatabase(file: string): boolean {
  return fold(baseName(file)) === database
}

function fileOf({ file }: KnownLayer): string {
  return file ?? ''
}
