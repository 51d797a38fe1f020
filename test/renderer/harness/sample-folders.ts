import { job, now } from '#test/renderer/harness/samples.ts'
import type { AppliedDelta, ApplyDeltasResult, Delta, DeltaStatus, KeptDelta } from '#worker/api/deltas.ts'
import type { Feedback } from '#worker/api/feedback.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type {
  CheckResult,
  Finding,
  FolderLook,
  PackagedLayer,
  PackageResult,
  ProjectLayer,
} from '#worker/api/projects.ts'

export const folder = '/home/asha/Documents/maps/ward-5'

export const look: FolderLook = {
  folder,
  project: 'ward-5.qgz',
  title: 'Ward 5 water points',
  projects: 1,
  files: 34,
  size: 12_400_000,
  layers: 9,
  qgisVersion: '3.34.4-Prizren',
  deltas: {},
  error: null,
}

const feedback = (patch: Partial<Feedback> = {}): Feedback => ({
  feedback_version: '2.0',
  workflow_version: '2.0',
  workflow_id: 'process_projectfile',
  workflow_name: 'Process Projectfile',
  steps: [],
  outputs: {},
  ...patch,
})

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

const finding = (
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

const steps = (ids: string[], done: number, next: 'running' | 'failed' | 'waiting' = 'running') =>
  ids.map((id, index) => ({
    id,
    state: index < done ? ('done' as const) : index === done ? next : ('waiting' as const),
    ms: index < done ? 120 + 410 * index : null,
  }))

const checkSteps = [
  'start_qgis_app',
  'download_project_directory',
  'project_validity_check',
  'opening_check',
  'project_details',
  'generate_thumbnail_image',
  'stop_qgis_app',
]

/** A job about the folder. */
const about = (patch: Partial<Job>): Job => job({ title: 'ward-5', steps: [], ...patch })

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

const packaged = (name: string, patch: Partial<PackagedLayer> = {}): PackagedLayer => ({
  id: `${name}_1f2e`,
  name,
  action: 'offline',
  file: 'data.gpkg',
  table: name.toLowerCase(),
  expected: 1204,
  packaged: 1204,
  isOnline: false,
  readOnly: false,
  ...patch,
})

const packageResult = (patch: Partial<PackageResult> = {}): PackageResult => ({
  folder: `${folder}-package`,
  project: `${folder}-package/ward-5_qfield.qgz`,
  zip: `${folder}-package.zip`,
  layers: [
    packaged('Water points'),
    packaged('Pipes', { expected: 312, packaged: 312 }),
    packaged('Parcels', { expected: 30_012, packaged: 30_012, readOnly: true }),
    packaged('Heights', {
      action: 'copy',
      file: 'raster/heights.tif',
      table: null,
      expected: null,
      packaged: null,
    }),
    packaged('OpenStreetMap', {
      action: 'no_action',
      file: null,
      table: null,
      expected: null,
      packaged: null,
      isOnline: true,
    }),
    packaged('Old visits', { action: 'remove', file: null, table: null, expected: 88, packaged: null }),
  ],
  findings: [finding('info', 'packageOnline', 'OpenStreetMap')],
  feedback: feedback({ workflow_id: 'package_project', workflow_name: 'Package Project' }),
  files: [],
  packageFiles: [
    { name: 'ward-5_qfield.qgz', size: 48_300, sha256: 'a'.repeat(64) },
    { name: 'data.gpkg', size: 6_210_000, sha256: 'b'.repeat(64) },
    { name: 'raster/heights.tif', size: 18_000_000, sha256: 'c'.repeat(64) },
  ],
  ...patch,
})

export const packageJob = (patch: Partial<Job> = {}): Job =>
  about({
    id: 'package',
    type: 'package',
    request: {
      folder,
      out: `${folder}-package`,
      zip: true,
      actions: 'cloud',
      leaveOut: [],
      offline: false,
    },
    result: packageResult(),
    ...patch,
  })

export const lost = (): Job =>
  packageJob({
    id: 'lost',
    state: 'failed',
    error: new AppError('package.layerLost', { layers: 'Wells, Springs', count: 2 }).data,
    result: packageResult({
      project: null,
      zip: null,
      layers: [],
      packageFiles: [],
      findings: layers
        .filter(({ name }) => ['Wells', 'Springs'].includes(name))
        .map(({ id, name }) => ({
          code: 'packageLost',
          level: 'error' as const,
          layerId: id,
          params: { layer: name },
          fix: null,
        })),
    }),
  })

const square = (x: number, y: number, size: number) =>
  `MULTIPOLYGON(((${x} ${y}, ${x + size} ${y}, ${x + size} ${y + size}, ${x} ${y + size}, ${x} ${y})))`

const statuses: DeltaStatus[] = ['applied', 'applied', 'conflict', 'applied', 'not_applied', 'applied']

/** The n-th change: points that move, parcels that change their outline, visits that go. */
export function delta(number: number): Delta {
  const [x, y] = [85.3 + (number % 50) / 1000, 27.7 + (number % 31) / 1000]
  const place = { localLayerCrs: 'EPSG:4326', sourcePk: `${number + 1}`, localPk: `${number + 1}` }
  const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const of = (name: string) => ({
    ...place,
    uuid,
    localLayerId: `${name}_1`,
    sourceLayerId: `${name}_1`,
    localLayerName: name,
  })
  if (number % 3 === 0) {
    return {
      ...of('Water points'),
      method: 'patch',
      old: {
        geometry: `POINT(${x} ${y})`,
        attributes: { state: 'broken', depth: 12.5, note: null },
      },
      new: {
        geometry: `POINT(${x + 0.0004} ${y + 0.0002})`,
        attributes: {
          state: 'works',
          depth: 12.5,
          note: 'New pump since October; the old one is behind the house.',
        },
        files_sha256: { 'DCIM/pump-12.jpg': 'd'.repeat(64) },
      },
    }
  }
  if (number % 3 === 1) {
    return {
      ...of('Parcels'),
      method: 'create',
      new: { geometry: square(x, y, 0.001), attributes: { owner: 'आशा', area: 120, paid: true } },
    }
  }
  return {
    ...of('Visits'),
    method: 'delete',
    old: { geometry: null, attributes: { day: '2026-11-20', who: 'Asha' } },
  }
}

export const kept = (count: number): KeptDelta[] =>
  Array.from({ length: count }, (_, index) => {
    const content = delta(index)
    const status = statuses[index % statuses.length]!
    return {
      uuid: content.uuid,
      deltaFileId: 'd1a40bc4-2b1e-4a35-9d5c-2a9a5e5a7f10',
      index,
      content,
      status: index > count - 4 ? 'pending' : status,
      message: status === 'conflict' ? 'There are conflicts with the already existing feature!' : '',
      modifiedPk: null,
      conflicts:
        status === 'conflict' ? ['The attribute "state" that has a conflict:\n- broken\n+ removed'] : [],
      strict: index % 4 === 0 ? [{ code: 'noOldAttributes', params: {} }] : [],
      jobId: 'changes',
      createdAt: now,
      updatedAt: now,
    }
  })

const appliedOf = ({ content, ...rest }: KeptDelta): AppliedDelta => ({
  uuid: rest.uuid,
  deltaFileId: rest.deltaFileId,
  index: rest.index,
  method: content.method,
  layerId: content.sourceLayerId,
  layerName: content.localLayerName ?? '',
  status: rest.status,
  message: rest.message,
  modifiedPk: rest.modifiedPk,
  conflicts: rest.conflicts,
  strict: rest.strict,
})

const changesResult = (count: number, dryRun: boolean): ApplyDeltasResult => ({
  folder,
  dryRun,
  deltas: kept(count)
    .map((each) => ({ ...each, status: each.status === 'pending' ? ('applied' as const) : each.status }))
    .map(appliedOf),
  layers: [
    { id: 'Water points_1', name: 'Water points', before: 1204, after: 1204 },
    { id: 'Parcels_1', name: 'Parcels', before: 30_012, after: 30_016 },
  ],
  feedback: feedback({ workflow_id: 'apply_changes', workflow_name: 'Apply Changes' }),
  files: [],
})

export const changes = (count: number, dryRun: boolean, patch: Partial<Job> = {}): Job =>
  about({
    id: 'changes',
    type: 'delta_apply',
    request: {
      folder,
      files: ['/home/asha/deltas/tablet-3.json'],
      uuids: [],
      overwriteConflicts: false,
      inverse: false,
      dryRun,
      again: false,
      role: 'manager',
      offline: false,
    },
    result: changesResult(count, dryRun),
    ...patch,
  })

export const brokenRun = (): Job =>
  changes(0, false, {
    state: 'failed',
    error: new AppError('deltas.broken', {
      index: 3,
      uuid: '00000000-0000-4000-8000-000000000003',
      why: 'the layer is read-only',
    }).data,
  })

export const rawLog = `Fieldpack 0.1.0, QGIS 3.22.16, GDAL 3.6.2
::<<<::6f1c0a7e-1111-4222-8333-444455556666 Start QGIS
::>>>::6f1c0a7e-1111-4222-8333-444455556666 2
::<<<::7a1c0a7e-1111-4222-8333-444455556666 Project Details
Layer "Wells" has an error with code "invalid_dataprovider"
::>>>::7a1c0a7e-1111-4222-8333-444455556666 2
`
