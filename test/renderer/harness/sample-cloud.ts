import { findings } from '#test/renderer/harness/sample-checks.ts'
import { delta } from '#test/renderer/harness/sample-deltas.ts'
import { folder } from '#test/renderer/harness/sample-folder.ts'
import { job, now } from '#test/renderer/harness/samples.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import type {
  CloudAccount,
  CloudDelta,
  CloudJob,
  CloudLink,
  CloudPerson,
  CloudProject,
  PersonRow,
  SyncedFile,
  SyncFile,
  SyncPlan,
  SyncResult,
} from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

const server = 'https://app.qfield.cloud'

const account = (patch: Partial<CloudAccount> = {}): CloudAccount => ({
  id: 'account-1',
  server,
  username: 'asha',
  state: 'signedIn',
  expiresAt: '2026-12-22T09:00:00.000Z',
  organizations: ['nepal-water', 'ward-5-office'],
  can: { teams: true, createUsers: false, quota: true, resumeDownloads: true },
  ...patch,
})

export const accounts: CloudAccount[] = [
  account(),
  account({
    id: 'account-2',
    server: 'https://qfield.ward5.example.org',
    username: 'asha.gurung',
    state: 'expired',
    expiresAt: now,
    organizations: [],
  }),
  account({ id: 'account-3', username: 'trainer', state: 'signedOut', expiresAt: null, organizations: [] }),
]

export const link = (patch: Partial<CloudLink> = {}): CloudLink => ({
  folder,
  accountId: 'account-1',
  server,
  projectId: '5a6d5a52-4e2e-4c35-9d5c-2a9a5e5a7f10',
  name: 'ward-5-water-points',
  owner: 'nepal-water',
  syncedAt: '2026-11-21T16:12:00.000Z',
  ...patch,
})

const projects: CloudProject[] = ['ward-5-water-points', 'ward-6-parcels', 'training'].map((name, index) => ({
  id: `project-${index}`,
  name,
  owner: index === 2 ? 'asha' : 'nepal-water',
  description: '',
  isPublic: false,
  role: 'admin',
  status: 'ok',
  updatedAt: now,
  needsRepackaging: false,
}))

const file = (
  name: string,
  action: SyncFile['action'],
  size: number,
  reason: string | null = null,
): SyncFile => ({
  name,
  action,
  size,
  isAttachment: name.startsWith('DCIM/'),
  reason,
  there: action === 'up' || action === 'missingThere' ? null : `etag of ${name}`,
  partOf: null,
})

const plan = (patch: Partial<SyncPlan> = {}): SyncPlan => ({
  folder,
  target: { kind: 'project', projectId: link().projectId },
  files: [
    file('data/water.gpkg', 'conflict', 6_210_000),
    file('notes/visits.csv', 'conflict', 12_400),
    file('data/pipes.gpkg', 'up', 1_840_000),
    file('raster/heights-of-the-whole-municipality-2026-spring.tif', 'up', 18_000_000),
    file('DCIM/pump-12.jpg', 'down', 2_410_000),
    file('DCIM/pump-13.jpg', 'down', 1_980_000),
    file('old/sketch.png', 'missingThere', 88_000),
    file('styles/a:b.qml', 'refused', 1200, 'nameForbidden'),
    file('ward-5.qgz', 'up', 48_300),
  ],
  same: 480,
  upBytes: 26_098_300,
  downBytes: 4_390_000,
  seconds: 96,
  quotaLeft: 84_000_000,
  findings: [],
  ...patch,
})

export const equal = plan({ files: [], upBytes: 0, downBytes: 0, seconds: 0 })

/** A new project of hundreds of files, larger than there is room for. */
export const bigPlan: SyncPlan = plan({
  target: { kind: 'new', name: 'Ward-5-water-points', owner: 'asha', description: '', isPublic: false },
  files: Array.from({ length: 900 }, (_, index) =>
    file(`DCIM/${String(index).padStart(4, '0')}.jpg`, 'up', 1_900_000 + index),
  ),
  same: 0,
  upBytes: 1_710_000_000,
  downBytes: 0,
  seconds: 3720,
  findings: findings.slice(0, 3),
})

export const files = (count: number, done: number): SyncedFile[] =>
  Array.from({ length: count }, (_, index) => ({
    name: index % 9 === 8 ? `DCIM/pump-${index}.jpg` : `data/part-${String(index).padStart(3, '0')}.gpkg`,
    direction: index % 9 === 8 ? ('down' as const) : ('up' as const),
    state: index < done ? ('done' as const) : index < done + 3 ? ('running' as const) : ('waiting' as const),
    size: 20_000 + 311 * index,
    attempts: index === done ? 2 : 1,
    error: null,
  }))

export const failedFiles = (): SyncedFile[] =>
  files(40, 38).map((one, index) =>
    index < 38
      ? one
      : {
          ...one,
          state: 'failed',
          attempts: 5,
          error: new AppError('cloud.notStored', { host: 'app.qfield.cloud', file: one.name }).data,
        },
  )

const serverJob = (patch: Partial<CloudJob> = {}): CloudJob => ({
  id: 'server-1',
  projectId: link().projectId,
  type: 'package',
  status: 'finished',
  createdAt: '2026-11-22T09:30:00.000Z',
  startedAt: '2026-11-22T09:30:04.000Z',
  finishedAt: '2026-11-22T09:30:52.000Z',
  updatedAt: now,
  feedback: {},
  log: '::<<<::start_qgis_app\nQGIS 3.34.4\n::>>>::start_qgis_app 0\n',
  failedStep: null,
  findings: [],
  ...patch,
})

const serverJobs: CloudJob[] = [
  serverJob({ id: 'server-9', status: 'started', finishedAt: null, log: null, createdAt: now }),
  serverJob({
    id: 'server-8',
    type: 'process_projectfile',
    status: 'failed',
    failedStep: 'project_validity_check',
    findings: findings.slice(0, 3),
  }),
  serverJob({ id: 'server-7', type: 'delta_apply', createdAt: '2026-11-21T12:00:00.000Z' }),
  serverJob(),
  ...Array.from({ length: 60 }, (_, index) =>
    serverJob({ id: `server-old-${index}`, createdAt: '2026-10-02T08:00:00.000Z' }),
  ),
]

export const result = (patch: Partial<SyncResult> = {}): SyncResult => ({
  folder,
  projectId: link().projectId,
  projectUrl: `${server}/a/nepal-water/ward-5-water-points`,
  uploaded: 12,
  downloaded: 3,
  skipped: 0,
  upBytes: 24_000_000,
  downBytes: 4_390_000,
  keptBoth: [],
  failed: [],
  checkJob: serverJob({ type: 'process_projectfile' }),
  packageJob: serverJob(),
  ...patch,
})

const steps = ['compare', 'create', 'upload', 'download', 'check', 'package', 'conclude']

/** A sync of the folder. */
export const sync = (patch: Partial<Job> = {}): Job =>
  job({
    id: 'sync',
    type: 'sync',
    title: 'ward-5-water-points',
    request: {
      folder,
      accountId: 'account-1',
      target: { kind: 'project', projectId: link().projectId },
      choices: {},
      download: true,
      makePackage: true,
      limitRate: null,
    },
    result: result(),
    steps: [],
    ...patch,
  })

export const syncing = (): Job =>
  sync({
    state: 'started',
    progress: 0.43,
    result: null,
    startedAt: '2026-11-22T09:40:12.000Z',
    finishedAt: null,
    steps: steps.map((id, index) => ({
      id,
      state: index < 2 ? 'done' : index === 2 ? 'running' : 'waiting',
      ms: index < 2 ? 1840 : null,
    })),
  })

const statuses = ['applied', 'pending', 'conflict', 'applied', 'busy', 'not_applied'] as const

const deltas = (count: number): CloudDelta[] =>
  Array.from({ length: count }, (_, index) => {
    const { uuid, method, sourceLayerId, localLayerName, old, new: next } = delta(index)
    const status = statuses[index % statuses.length]!
    return {
      uuid,
      deltaFileId: 'd1a40bc4-2b1e-4a35-9d5c-2a9a5e5a7f10',
      createdBy: index % 2 === 0 ? 'bikash' : 'sita',
      createdAt: now,
      updatedAt: now,
      status,
      message: status === 'conflict' ? 'There are conflicts with the already existing feature!' : '',
      method,
      layerId: sourceLayerId,
      layerName: localLayerName ?? '',
      old: old ?? null,
      new: next ?? null,
    }
  })

const people: CloudPerson[] = [
  { username: 'asha', role: 'admin', organizationRole: 'admin' },
  { username: 'bikash', role: 'editor', organizationRole: 'member' },
  { username: 'sita', role: 'reporter', organizationRole: null },
  { username: 'ram', role: null, organizationRole: 'member' },
]

const row = (number: number, patch: Partial<PersonRow>): PersonRow => ({
  row: number,
  username: `person${number}`,
  email: `person${number}@example.org`,
  role: 'editor',
  action: 'addCollaborator',
  also: [],
  problem: null,
  done: false,
  error: null,
  ...patch,
})

const personRows: PersonRow[] = [
  row(2, { action: 'createUser', also: ['addMember', 'addCollaborator'] }),
  row(3, { username: 'sita', action: 'changeRole' }),
  row(4, { username: 'bikash', action: 'none' }),
  row(5, { username: 'r m', problem: 'invalidName' }),
  row(6, {}),
]

/** A server that answers, with this account and project. */
export const online: Script = {
  'cloud.accounts': accounts,
  'cloud.link': link(),
  'cloud.unlink': {},
  'cloud.forget': {},
  'cloud.signIn': ({ server: at, username }) =>
    account({ id: 'account-9', server: `https://${at}`, username }),
  'cloud.projects': projects,
  'cloud.plan': plan(),
  'cloud.files': [],
  'cloud.jobs': serverJobs,
  'cloud.job': ({ id }) => serverJobs.find((other) => other.id === id) ?? serverJob({ id }),
  'cloud.startJob': { job: serverJob({ id: 'server-9', status: 'queued' }), joined: true },
  'cloud.deltas': { total: 24, deltas: deltas(24) },
  'cloud.applyPending': {},
  'cloud.pushDeltas': [
    { uuid: 'a', of: null, status: 'applied' },
    { uuid: 'b', of: null, status: 'pending' },
    { uuid: 'c', of: null, status: null },
  ],
  'cloud.reapply': ({ uuids, andNewer }) => ({
    deltas: deltas(24).filter(
      ({ uuid }) => uuids.includes(uuid) || (andNewer === true && uuid > (uuids[0] ?? '')),
    ),
    needs: uuids.length === 1 ? deltas(2).slice(0, 1) : [],
    dependents: [],
    receipts: uuids.map((of, index) => ({ uuid: `new-${index}`, of, status: 'pending' as const })),
  }),
  'cloud.exportDeltas': ({ out, uuids }) => ({ file: out, count: uuids.length }),
  'cloud.people': people,
  'cloud.removePerson': {},
  'cloud.planPeople': personRows,
  'cloud.applyPeople': ({ rows }) =>
    rows.map((one) => ({ ...one, done: one.problem === null && one.action !== 'none' })),
  'cloud.sheet': ({ out }) => ({ file: out }),
  'jobs.sync': syncing,
}
