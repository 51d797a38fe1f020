import type { ProjectLayer } from '#worker/api/projects.ts'
import type { LayerParts, OpenedProject } from '#worker/domain/project/opened.ts'

export const root = '/work/project'

type Given = Partial<ProjectLayer> & { files?: string[] } & Partial<
    Pick<LayerParts, 'uri' | 'isVirtual' | 'isMemory'>
  >

/** A project as QGIS would tell of it; a layer is a GeoPackage with a key unless it says otherwise. */
export function opened(layers: Given[], project: Partial<OpenedProject['project']> = {}): OpenedProject {
  const made = layers.map((given, number) => layer(given, number))
  return {
    project: {
      file: 'site.qgs',
      title: '',
      crs: 'EPSG:4326',
      extent: null,
      backgroundColor: '#ffffff',
      qgisVersion: '3.34.4-Prizren',
      attachmentDirs: ['DCIM'],
      dataDirs: [],
      areaOfInterest: null,
      areaOfInterestCrs: null,
      onlyInArea: false,
      hasMacros: false,
      layerOrder: made.map(({ layer: { id } }) => id),
      ...project,
    },
    layers: made.map((each) => each.layer),
    parts: made.map((each) => each.parts),
    images: [],
    attachments: [],
    drawn: false,
  }
}

function layer(given: Given, number: number): { layer: ProjectLayer; parts: LayerParts } {
  const { files, uri, isVirtual = false, isMemory = false, ...rest } = given
  const name = given.name ?? `layer ${number}`
  const id = given.id ?? `id_${number}`
  const file = given.file === undefined ? `${name}.gpkg` : given.file
  return {
    layer: {
      id,
      name,
      type: 'vector',
      crs: 'EPSG:4326',
      geometry: 'Point',
      provider: 'ogr',
      source: `./${String(file)}`,
      table: name,
      filter: '',
      isValid: true,
      errorCode: 'no_error',
      errorSummary: '',
      errorMessage: '',
      providerErrorSummary: '',
      providerErrorMessage: '',
      fields: [],
      count: 1,
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
      ...rest,
      file,
    },
    parts: {
      id,
      files: files ?? (file === null ? [] : [`${root}/${file}`]),
      uri: uri ?? `${root}/${String(file)}|layername=${name}`,
      isVirtual,
      isMemory,
      isConfigured: true,
      extent: null,
    },
  }
}
