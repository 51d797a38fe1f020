import type { FilePurpose } from '#electron/api/files.ts'

interface Filter {
  /** Key of the filter's name. */
  name: string
  extensions: string[]
}

const vector: Filter = {
  name: 'dialog.filter.vector',
  extensions: ['geojson', 'json', 'gpkg', 'shp', 'zip', 'kml', 'csv'],
}

const own: Partial<Record<FilePurpose, Filter>> = {
  form: { name: 'dialog.filter.form', extensions: ['xlsx', 'xlsm', 'xls', 'ods'] },
  features: vector,
  tasks: vector,
  area: vector,
  basemap: { name: 'dialog.filter.basemap', extensions: ['mbtiles'] },
  project: { name: 'dialog.filter.project', extensions: ['qgz', 'qgs'] },
  deltas: { name: 'dialog.filter.deltas', extensions: ['json'] },
  people: { name: 'dialog.filter.people', extensions: ['csv'] },
  sheet: { name: 'dialog.filter.sheet', extensions: ['pdf'] },
  certificate: { name: 'dialog.filter.certificate', extensions: ['pem', 'crt', 'cer'] },
}

/** What an open dialog shows first for a purpose; everything stays reachable. */
export function filtersFor(purpose: FilePurpose): Filter[] {
  const all: Filter = { name: 'dialog.filter.all', extensions: ['*'] }
  const first = own[purpose]
  return first === undefined ? [all] : [first, all]
}
