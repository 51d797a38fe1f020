import type { ProjectDetails, ProjectLayer } from '#worker/api/projects.ts'
import type { LayerParts, OpenedProject } from '#worker/domain/project/opened.ts'

/** Where the project lies. */
export const root = '/home/ana/site'

/** What is said of a layer, and of how it lies on disk. */
export type SomeLayer = Partial<ProjectLayer & Omit<LayerParts, 'id'>>

/** A valid layer of points in the GeoPackage `wells.gpkg`; `change` makes it another. */
export function layerOf(change: Partial<ProjectLayer> = {}): ProjectLayer {
  return {
    id: 'wells_1',
    name: 'Wells',
    type: 'vector',
    crs: 'EPSG:4326',
    geometry: 'Point',
    provider: 'ogr',
    source: './wells.gpkg|layername=wells',
    file: 'wells.gpkg',
    table: 'wells',
    filter: '',
    isValid: true,
    errorCode: 'no_error',
    errorSummary: '',
    errorMessage: '',
    providerErrorSummary: '',
    providerErrorMessage: '',
    fields: [],
    count: 3,
    primaryKey: 'fid',
    unsupportedPrimaryKey: false,
    readOnly: false,
    action: null,
    cloudAction: null,
    isOnline: false,
    isLocalized: false,
    service: null,
    host: null,
    port: null,
    ...change,
  }
}

/** A project `site.qgz` as QGIS would tell of it, with these layers. */
export function openedOf(layers: readonly SomeLayer[], details: Partial<ProjectDetails> = {}): OpenedProject {
  const all = layers.map(toldOf)
  return {
    project: {
      file: 'site.qgz',
      title: 'Site',
      crs: 'EPSG:3857',
      extent: 'POLYGON((0 0,1 0,1 1,0 1,0 0))',
      backgroundColor: '#ffffff',
      qgisVersion: '3.22.16-Białowieża',
      attachmentDirs: ['DCIM'],
      dataDirs: [],
      areaOfInterest: null,
      areaOfInterestCrs: null,
      onlyInArea: false,
      hasMacros: false,
      layerOrder: all.map(({ layer }) => layer.id),
      ...details,
    },
    layers: all.map(({ layer }) => layer),
    parts: all.map(({ parts }) => parts),
    images: [],
    attachments: [],
    drawn: true,
  }
}

function toldOf(some: SomeLayer, index: number): { layer: ProjectLayer; parts: LayerParts } {
  const { files, uri, isVirtual, isMemory, isConfigured, extent, ...change } = some
  const name = some.name ?? (index === 0 ? 'Wells' : `Layer ${index + 1}`)
  const layer = layerOf({ id: `layer_${index + 1}`, name, table: name, ...change })
  return {
    layer,
    parts: {
      id: layer.id,
      files: files ?? (layer.file === null ? [] : [`${root}/${layer.file}`]),
      uri: uri ?? (layer.file === null ? '' : `${root}/${layer.file}|layername=${layer.table}`),
      isVirtual: isVirtual ?? false,
      isMemory: isMemory ?? false,
      isConfigured: isConfigured ?? true,
      extent: extent ?? null,
    },
  }
}
