import type { FileRef } from '#electron/api/files.ts'

/** What a box takes. QGIS itself is chosen, never dropped. */
export type DropPurpose = 'form' | 'features' | 'tasks' | 'area' | 'basemap' | 'project' | 'deltas'

const layers = ['geojson', 'json', 'gpkg', 'shp', 'zip', 'kml', 'csv']

/** Lower-case extensions by purpose. */
export const kindsOf: Record<DropPurpose, readonly string[]> = {
  form: ['xlsx', 'xlsm', 'xls', 'ods'],
  features: layers,
  tasks: layers,
  area: layers,
  basemap: ['mbtiles'],
  project: ['qgz', 'qgs'],
  deltas: ['json'],
}

/**
 * Whether a file may be what a box asks for, as far as its name tells. Forms may be folders of CSV sheets, and
 * projects are folders.
 */
export function fits(purpose: DropPurpose, file: Pick<FileRef, 'name' | 'isFolder'>): boolean {
  if (file.isFolder) return purpose === 'form' || purpose === 'project'
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()
  return kindsOf[purpose].includes(extension)
}
