import { about, feedback, folder, steps } from '#test/renderer/harness/sample-folder.ts'
import { now } from '#test/renderer/harness/samples.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { CheckResult, Finding, ProjectLayer } from '#worker/api/projects.ts'

const layer = (name: string, patch: Partial<ProjectLayer> = {}): ProjectLayer => ({
  id: `${name.toLowerCase().replaceAll(' ', '_')}_1f2e`,
  name,
  type: 'vector',
  crs: 'EPSG:32645',
  geometry: 'Point',
  provider: 'ogr',
  source: './data/water.gpkg|layername=points',
  file: 'data/water.gpkg',
  table: 'points',
  filter: '',
  isValid: true,
  errorCode: 'no_error',
  errorSummary: '',
  errorMessage: '',
  providerErrorSummary: '',
  providerErrorMessage: '',
  fields: [],
  count: 1204,
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
  ...patch,
})

const broken = (name: string, patch: Partial<ProjectLayer>) =>
  layer(name, {
    isValid: false,
    geometry: '',
    crs: '',
    count: null,
    errorCode: 'invalid_dataprovider',
    ...patch,
  })

export const layers: ProjectLayer[] = [
  layer('Water points'),
  layer('Pipes', { geometry: 'MultiLineStringZ', count: 312 }),
  layer('Parcels of the municipality, as delivered in spring', {
    geometry: 'MultiPolygon',
    count: 30_012,
    readOnly: true,
  }),
  layer('Visits', { geometry: 'NoGeometry', crs: '', count: 88 }),
  broken('Wells', { providerErrorSummary: 'The file data/wells.gpkg is not there.' }),
  broken('Springs', {
    errorCode: 'localized_dataprovider',
    providerErrorSummary: 'springs.gpkg is in a shared folder.',
  }),
  layer('Reports', {
    provider: 'postgres',
    host: 'db.example.org',
    isOnline: true,
    geometry: 'PointZM',
    count: null,
  }),
  layer('Heights', { type: 'raster', geometry: '', provider: 'gdal', count: null }),
  layer('OpenStreetMap', {
    type: 'raster',
    geometry: '',
    provider: 'wms',
    crs: 'EPSG:3857',
    isOnline: true,
    count: null,
  }),
]

export const finding = (
  level: Finding['level'],
  code: string,
  layerName: string | null,
  params: Finding['params'] = {},
  fix: Finding['fix'] = null,
): Finding => ({
  level,
  code,
  layerId: layers.find(({ name }) => name === layerName)?.id ?? null,
  params: layerName === null ? params : { layer: layerName, ...params },
  fix,
})

export const findings: Finding[] = [
  finding(
    'error',
    'fileElsewhere',
    'Wells',
    { file: 'data/wells.gpkg', found: 'archive/2025/wells.gpkg' },
    { kind: 'source', layerId: 'wells_1f2e', file: 'archive/2025/wells.gpkg' },
  ),
  finding(
    'error',
    'fileOutside',
    'Springs',
    { file: '/srv/share/springs.gpkg' },
    { kind: 'collect', layerId: 'springs_1f2e', file: '/srv/share/springs.gpkg' },
  ),
  finding('warning', 'hostTimeout', 'Reports', {
    host: 'db.example.org:5432',
    by: 'host',
    name: 'db.example.org',
  }),
  finding('warning', 'noPrimaryKey', 'Parcels of the municipality, as delivered in spring'),
  finding('warning', 'nameNotAscii', null, { count: 1, names: 'fotos/Straße.jpg' }),
  finding('info', 'featureCounts', null),
  finding('info', 'onlineLayers', null, { count: 1, names: 'OpenStreetMap' }),
]

export const checkResult = (patch: Partial<CheckResult> = {}): CheckResult => ({
  folder,
  project: {
    file: 'ward-5.qgz',
    title: 'Ward 5 water points',
    crs: 'EPSG:32645',
    extent: null,
    backgroundColor: '#ffffff',
    qgisVersion: '3.34.4-Prizren',
    attachmentDirs: ['DCIM'],
    dataDirs: [],
    areaOfInterest: null,
    areaOfInterestCrs: null,
    onlyInArea: false,
    hasMacros: false,
    layerOrder: layers.map(({ id }) => id),
  },
  layers,
  findings,
  feedback: feedback(),
  files: [],
  ...patch,
})

const checkSteps = [
  'start_qgis_app',
  'download_project_directory',
  'project_validity_check',
  'opening_check',
  'project_details',
  'generate_thumbnail_image',
  'stop_qgis_app',
]

export const check = (patch: Partial<Job> = {}): Job =>
  about({
    id: 'check',
    type: 'process_projectfile',
    request: { folder, offline: false, planBytes: null },
    result: checkResult(),
    steps: steps(checkSteps, 7),
    ...patch,
  })

export const checking = (): Job =>
  check({
    id: 'checking',
    state: 'started',
    result: null,
    progress: 0.48,
    finishedAt: null,
    startedAt: now,
    steps: steps(checkSteps, 3),
  })

export const refused = (): Job =>
  check({
    id: 'refused',
    state: 'failed',
    error: new AppError('project.brokenXml', { file: 'ward-5.qgs', line: 214, column: 17 }).data,
    result: checkResult({ project: null, layers: [], findings: [] }),
    steps: steps(checkSteps, 2, 'failed'),
  })
