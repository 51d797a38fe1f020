import type { Finding, LayerErrorCode } from '#worker/api/projects.ts'
import { finding, findingOfAll, type FindingCode } from '#worker/domain/project/finding-codes.ts'
import { findConnection } from '#worker/domain/project/findings/connections.ts'
import type { Known, KnownLayer } from '#worker/domain/project/findings/known.ts'
import { findSidecars } from '#worker/domain/project/findings/sidecars.ts'
import { findSource } from '#worker/domain/project/findings/sources.ts'

const invalid: Record<LayerErrorCode, FindingCode> = {
  no_error: 'invalidLayer',
  invalid_layer: 'invalidLayer',
  invalid_dataprovider: 'invalidProvider',
  localized_dataprovider: 'localized',
  missing_dataprovider: 'missingProvider',
}

/** Formats that GDAL does not change in place without losses: what a delta creates may come out twice, or cut short. */
const fragile = /\.(geojson|json|shp|kml|kmz|gml|gpx|dxf|tab|mif|fgb)$/iu

/** What is wrong with each layer, the cause of an invalid one told once. */
export function findLayers(known: Known): Finding[] {
  const { layers } = known
  return [
    ...layers.flatMap((layer) => findCause(layer, known)),
    ...layers.filter(({ isValid }) => isValid).flatMap((layer) => findTraits(layer, known)),
    ...sameNames(layers),
    ...findingOfAll('unconfigured', namesOf(layers.filter(({ parts }) => parts?.isConfigured === false))),
    ...findingOfAll('onlineLayers', namesOf(layers.filter(({ isOnline, isValid }) => isOnline && isValid))),
  ]
}

function findCause(layer: KnownLayer, known: Known): Finding[] {
  const told = [
    ...findConnection(layer, known),
    ...findSource(layer, known),
    ...(layer.isOnline ? [] : findSidecars(layer, known)),
  ]
  if (layer.isValid || told.length > 0) return told
  const { id: layerId, name, provider } = layer
  const summary = [
    layer.providerErrorSummary,
    layer.errorSummary,
    layer.providerErrorMessage,
    layer.errorMessage,
  ].find((text) => text.trim() !== '')
  const fix = { kind: 'remove' as const, layerId, file: '' }
  const params = { layer: name, file: layer.file ?? '', provider, summary: summary ?? 'none' }
  return [finding(invalid[layer.errorCode], params, { layerId, fix })]
}

function findTraits(layer: KnownLayer, known: Known): Finding[] {
  const { id: layerId, name, file, geometry, type, crs, count, readOnly } = layer
  const isVector = type === 'vector'
  const told = (code: FindingCode, params: Finding['params'] = {}) => [
    finding(code, { layer: name, file: file ?? '', ...params }, { layerId }),
  ]
  const isSpatial = isVector ? geometry !== '' && geometry !== 'NoGeometry' : type === 'raster'
  const format = fragile.exec(file ?? '')?.[1]
  const isMemory = layer.parts?.isMemory === true
  return [
    ...(isMemory ? told('memoryLayer') : []),
    ...(isVector && layer.unsupportedPrimaryKey && !isMemory ? told('noPrimaryKey') : []),
    ...(isVector && format !== undefined && !readOnly
      ? told('fragileFormat', { format: format.toLowerCase() })
      : []),
    ...(isSpatial && crs === '' ? told(lacksPrj(file, known) ? 'prjMissing' : 'crsMissing') : []),
    ...(isVector && count === 0 && !isMemory ? told('emptyLayer') : []),
  ]
}

function lacksPrj(file: string | null, { index }: Known): boolean {
  if (file === null || !/\.shp$/iu.test(file)) return false
  const prj = file.replace(/\.shp$/iu, '.prj')
  return !index.has(prj) && index.alike(prj) === null
}

function sameNames(layers: readonly KnownLayer[]): Finding[] {
  return [...Map.groupBy(layers, ({ name }) => name)]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => finding('sameLayerName', { layer: name, count: all.length }))
}

function namesOf(layers: readonly KnownLayer[]): string[] {
  return layers.map(({ name }) => name)
}
