import { issue } from '#test/renderer/harness/sample-forms.ts'
import type { FileRef } from '#electron/api/files.ts'
import type { SecretsState } from '#electron/api/secrets.ts'
import type { DoctorReport } from '#worker/api/doctor.ts'
import { AppError } from '#worker/api/errors.ts'
import type { GenerateResult, Job, JobStep, LogLine } from '#worker/api/jobs.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'
import type { SourceSummary } from '#worker/api/sources.ts'

/** The moment at which all samples stand; the harness' clock stands still there. */
export const now = '2026-11-22T09:41:00.000Z'
const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString()

const stepIds = ['form', 'features', 'tasks', 'plan', 'build', 'verify', 'keep', 'publish']

/** Steps of the main job with the first `done` ended and, perhaps, one under way or failed. */
function stepsAt(done: number, next: JobStep['state'] = 'running'): JobStep[] {
  return stepIds.map((id, index) => ({
    id,
    state: index < done ? 'done' : index === done ? next : 'waiting',
    ms: index < done ? [140, 2310, 180, 60, 1220, 640, 90, 70][index]! : null,
  }))
}

const result: GenerateResult = {
  folder: '/home/asha/Documents/Fieldpack/ward-5-buildings',
  project: '/home/asha/Documents/Fieldpack/ward-5-buildings/ward-5-buildings.qgz',
  slug: 'ward-5-buildings',
  title: 'Ward 5 buildings',
  extent: [85.3, 27.7, 85.34, 27.73],
  layers: [
    { name: 'Tasks', geometry: 'Polygon', count: 36 },
    { name: 'Building survey', geometry: 'MultiPolygon', count: 5012 },
    { name: 'Building survey (points)', geometry: 'Point', count: 12 },
    { name: 'roof_material', geometry: 'None', count: 9 },
    { name: 'Offline basemap', geometry: 'Raster', count: null },
    { name: 'OpenStreetMap', geometry: 'Raster', count: null },
  ],
  issues: [
    issue({
      kind: 'gap',
      level: 'warning',
      code: 'type.rank',
      row: 21,
      column: 'A',
      text: 'rank trees',
      params: {},
    }),
    issue({
      level: 'info',
      code: 'features.renamed',
      sheet: null,
      row: null,
      column: null,
      text: null,
      params: { source: 'roof', name: 'seed_roof' },
    }),
  ],
  folders: ['DCIM'],
  files: [
    { name: 'ward-5-buildings.qgz', size: 48_300, sha256: 'a'.repeat(64) },
    { name: 'ward-5-buildings_data.gpkg', size: 3_210_000, sha256: 'b'.repeat(64) },
    { name: 'tasks.gpkg', size: 118_000, sha256: 'c'.repeat(64) },
    { name: 'basemap.mbtiles', size: 205_000_000, sha256: 'd'.repeat(64) },
  ],
}

/** A job of any state; the parts that follow from the state are filled in. */
export function job(patch: Partial<Job> = {}): Job {
  const state = patch.state ?? 'finished'
  const isEnded = state === 'finished' || state === 'failed' || state === 'stopped'
  return {
    id: 'job-1',
    type: 'generate',
    state,
    title: 'Ward 5 buildings',
    origin: null,
    request: {
      title: 'Ward 5 buildings',
      form: '/home/asha/forms/buildings.xlsx',
      extent: [85.3, 27.7, 85.34, 27.73],
      openStreetMap: true,
      out: '/home/asha/Documents/Fieldpack/ward-5-buildings',
    },
    progress: state === 'finished' ? 1 : null,
    steps: stepsAt(state === 'finished' ? 8 : 0, 'waiting'),
    attempts: state === 'queued' ? 0 : 1,
    maxAttempts: 3,
    error: null,
    result: state === 'finished' ? result : null,
    createdAt: ago(6),
    updatedAt: ago(5),
    startedAt: state === 'queued' ? null : ago(5.5),
    finishedAt: isEnded ? ago(5.42) : null,
    nextAttemptAt: null,
    cancelRequested: false,
    ...patch,
  }
}

export const running = (): Job =>
  job({
    id: 'running',
    title: 'Khanepani – water points, ward 5',
    state: 'started',
    progress: 0.63,
    steps: stepsAt(4),
    startedAt: ago(0.3),
    createdAt: ago(0.4),
  })

export const failed = (): Job =>
  job({
    id: 'failed',
    title: 'Health posts, Lalitpur',
    state: 'failed',
    steps: stepsAt(1, 'failed'),
    error: new AppError('features.swapped', {}, { detail: 'Traceback (most recent call last): …' }).data,
    createdAt: ago(60 * 20),
    finishedAt: ago(60 * 20),
  })

export const jobs = (): Job[] => [
  running(),
  job({ id: 'queued', title: 'Schools, ward 9', state: 'queued', steps: stepsAt(0, 'waiting') }),
  job({ id: 'job-1' }),
  failed(),
  job({
    id: 'pending',
    title: 'Roads and bridges after the flood',
    state: 'pending',
    createdAt: ago(60 * 25),
    nextAttemptAt: ago(-4),
    error: new AppError('qgis.crashed').data,
  }),
  job({
    id: 'stopped',
    title: 'भवन सर्वेक्षण',
    state: 'stopped',
    createdAt: ago(60 * 50),
    finishedAt: ago(60 * 50),
  }),
]

export const log: LogLine[] = [
  ['info', 'QGIS 3.22.16, GDAL 3.6.2, Python 3.11.2'],
  ['info', 'form: 42 questions, 3 groups, language English (en)'],
  ['warning', 'features: 17 of 5,012 geometries were invalid and were repaired'],
  ['info', 'tasks: 36 polygons'],
  ['debug', 'plan: 6 layers, 58 fields'],
  ['error', 'features: latitude and longitude look swapped (x 27.7 … 27.73, y 85.3 … 85.34)'],
].map(([level, message], index) => ({
  id: index + 1,
  jobId: 'failed',
  attempt: 1,
  at: ago(5 - index / 60),
  level: level as LogLine['level'],
  message: message!,
}))

export const features: SourceSummary = {
  count: 5012,
  geometries: { MultiPolygon: 5000, Point: 12 },
  crs: 'EPSG:32645',
  extent: [85.30112, 27.70034, 85.34418, 27.73001],
  fields: [{ name: 'building', type: 'text' }],
}

export const tasks: SourceSummary = {
  count: 36,
  geometries: { Polygon: 36 },
  crs: 'EPSG:4326',
  extent: [85.3, 27.7, 85.34, 27.73],
  fields: [],
}

export const settings: Settings = {
  qgisPython: null,
  projectsFolder: null,
  theme: 'system',
  postgresUrl: null,
  postgresTls: 'verify',
  postgresCaFile: null,
  takeJobs: false,
  mirrorFiles: 'small',
  orphanHours: 1,
  qgisTimeLimit: 3600,
  cloudCaFile: null,
}

/** The mirror while no database is set. */
export const mirrorOff: MirrorStatus = {
  state: 'off',
  trouble: null,
  host: '',
  database: '',
  readOnly: false,
  listening: false,
  waiting: 0,
  taken: 0,
  lastContact: null,
}

/** Secrets as they may stand; none unless told. */
export const secrets = (patch: Partial<SecretsState> = {}): SecretsState => ({
  safe: true,
  postgres: 'none',
  services: { state: 'none', names: [] },
  variables: {},
  cloud: {},
  ...patch,
})

/** The mirror with one, in any state. */
export const mirror = (patch: Partial<MirrorStatus> = {}): MirrorStatus => ({
  ...mirrorOff,
  state: 'connected',
  host: 'db.example.org',
  database: 'fieldtm',
  listening: true,
  lastContact: ago(1),
  ...patch,
})

export const sharing: Settings = {
  ...settings,
  postgresUrl: 'postgres://asha@db.example.org/fieldtm',
  takeJobs: true,
}

export const taken = (): Job =>
  job({ id: 'taken', title: 'Ward 7 latrines', origin: 'fieldtm · db.example.org', createdAt: ago(2) })

export const healthy: DoctorReport = {
  ready: true,
  checkedAt: ago(2),
  findings: [
    finding('qgis', 'ok', false, { version: '3.22.16', path: '/usr/bin/python3' }),
    finding('providers', 'ok', false),
    finding('node', 'ok', false, { version: '24.21.0' }),
    finding('sqlite', 'ok', false, {
      version: '3.50.4',
      folder: '/home/asha/.config/Fieldpack',
    }),
    finding('disk', 'ok', false, { free: 112, folder: '/home/asha' }),
    finding('postgres', 'off', true),
    finding('qfieldcloud', 'off', true),
  ],
}

export const broken: DoctorReport = {
  ...healthy,
  ready: false,
  findings: [
    {
      ...finding('qgis', 'missing', false, { reason: 'none' }),
      mends: [
        { kind: 'command', command: 'sudo apt-get install python3-qgis qgis-providers' },
        { kind: 'link', url: 'https://qgis.org/download/' },
        { kind: 'chooseQgis' },
      ],
    },
    finding('providers', 'off', false),
    {
      ...finding('disk', 'warning', false, { reason: 'low', free: 0.8, minimum: 2, folder: '/home/asha' }),
      mends: [{ kind: 'freeDisk', folder: '/home/asha' }],
    },
    ...healthy.findings.slice(2, 4),
    finding('postgres', 'missing', true, { reason: 'refused', host: 'localhost:5432' }),
    finding('qfieldcloud', 'off', true),
  ],
}

function finding(
  id: DoctorReport['findings'][number]['id'],
  state: DoctorReport['findings'][number]['state'],
  optional: boolean,
  params: Record<string, string | number> = {},
): DoctorReport['findings'][number] {
  return { id, state, optional, params, mends: [] }
}

export const file = (name: string, size = 61_400): FileRef => ({
  path: `/home/asha/forms/${name}`,
  name,
  size,
  isFolder: false,
})
