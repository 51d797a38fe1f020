import type { ReadLayer } from '#worker/domain/feedback/read-feedback.ts'

/** Servers of September 2024 and of August 2026 decide differently. */
export type ServerAge = '2024' | '2026'

/** Moments are milliseconds since 1970; null: never. */
export interface PackagingState {
  /** Null where the project was not checked with success. */
  hasOnlineVectorData: boolean | null
  dataUpdatedAt: number | null
  dataPackagedAt: number | null
  /** A package was made for anybody. */
  hasPackage: boolean
  /** When this person's latest package was finished: newer servers package for each person. */
  ownPackageFinishedAt: number | null
}

/**
 * Whether a new package may differ from the last one: a hint to clients that the server itself does not act on.
 * Data behind a connection may have changed without anybody telling, so such projects always need it.
 */
export function needsRepackaging(state: PackagingState, age: ServerAge): boolean {
  const { dataUpdatedAt, dataPackagedAt, ownPackageFinishedAt } = state
  if (state.hasOnlineVectorData !== false || dataUpdatedAt === null || dataPackagedAt === null) return true
  if (age === '2024') return !state.hasPackage || dataPackagedAt < dataUpdatedAt
  return ownPackageFinishedAt === null || ownPackageFinishedAt < dataUpdatedAt
}

type LayerSource = Pick<ReadLayer, 'typeName' | 'filename' | 'provider' | 'datasource'>

/**
 * Whether a project has vector layers that are no files: databases and services. Newer servers leave out memory
 * layers and virtual layers that bring no layer of their own. Null where the layers are not known.
 */
export function hasOnlineVectorData(layers: readonly LayerSource[] | null, age: ServerAge): boolean | null {
  if (layers === null) return null
  return layers.some((layer) => {
    if (layer.typeName !== 'Vector' && layer.typeName !== 'VectorLayer') return false
    if (layer.filename !== '') return false
    return age === '2024' || (layer.provider !== 'memory' && !isPlainVirtual(layer))
  })
}

/** It queries layers of the project only. */
function isPlainVirtual({ provider, datasource }: LayerSource): boolean {
  if (provider !== 'virtual') return false
  const query = /\?([^#]*)/u.exec(datasource)?.[1] ?? ''
  return new URLSearchParams(query).getAll('layer').every((layer) => layer === '')
}
