import type { ProjectLayer } from '#worker/api/projects.ts'

/** A valid layer of points in a GeoPackage; `change` makes it another. */
export function layerOf(change: Partial<ProjectLayer> = {}): ProjectLayer {
  return {
    id: 'wells_0123456789',
    name: 'Wells',
    type: 'vector',
    crs: 'EPSG:4326',
    geometry: 'PointZ',
    provider: 'ogr',
    source: './data/wells.gpkg|layername=wells',
    file: 'data/wells.gpkg',
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
    cloudAction: 'offline',
    isOnline: false,
    isLocalized: false,
    service: null,
    host: null,
    port: null,
    ...change,
  }
}
