import type { Draft } from '#renderer/features/project/draft.ts'
import type { FolderTab } from '#renderer/features/folder/opened-context.tsx'
import type { Screen } from '#renderer/features/shell/screen.tsx'
import type { Script } from '#test/renderer/harness/fake.ts'
import * as cloud from '#test/renderer/harness/sample-cloud.ts'
import * as folders from '#test/renderer/harness/sample-folders.ts'
import { form, formWithIssues } from '#test/renderer/harness/sample-forms.ts'
import * as previews from '#test/renderer/harness/sample-previews.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'
import { AppError } from '#worker/api/errors.ts'

export interface Scene {
  screen: Screen
  script: Script
  draft?: Partial<Draft>
  /** The project that is open. */
  opened?: { path: string; tab: FolderTab }
}

/** A healthy app with one project in each state; scenes change what they are about. */
export const everyday: Script = {
  'worker.get': { state: 'ready', error: null },
  'theme.get': { source: 'system', dark: false },
  'theme.set': ({ source }) => ({ source, dark: source === 'dark' }),
  'app.info': {
    version: '0.1.0',
    dataDir: '/home/asha/.config/Fieldpack',
    projectsFolder: '/home/asha/Documents/Fieldpack',
  },
  'doctor.run': samples.healthy,
  'mirror.status': samples.mirrorOff,
  'mirror.test': ({ url }) => ({
    reachable: true,
    host: new URL(url).host,
    database: new URL(url).pathname.slice(1),
    version: '15.4',
    encrypted: true,
    hasJobsTable: true,
  }),
  'secrets.state': samples.secrets(),
  'secrets.set': ({ name, place }) => samples.secrets(name === 'postgres' ? { postgres: place } : {}),
  'secrets.forget': samples.secrets(),
  'settings.get': samples.settings,
  'settings.set': (change) => ({ ...samples.settings, ...change }) as typeof samples.settings,
  'jobs.list': samples.jobs,
  'jobs.get': ({ id }) => {
    const job = samples.jobs().find((other) => other.id === id)
    if (!job) throw new AppError('job.notFound')
    return job
  },
  'jobs.log': () => samples.log,
  'jobs.retry': ({ id }) => samples.job({ id, state: 'queued' }),
  'jobs.hurry': {},
  'jobs.cancel': () => ({ ...samples.running(), cancelRequested: true }),
  'jobs.discard': {},
  'jobs.generate': samples.running,
  'form.inspect': form,
  'preview.show': previews.show,
  'preview.entry': { answers: {}, repeats: {} },
  'source.inspect': ({ path }) => (path.includes('tasks') ? samples.tasks : samples.features),
  'project.suggest': ({ title, parent }) => ({
    slug: title.toLowerCase().replaceAll(' ', '-'),
    folder: `${parent ?? '/home/asha/Documents/Fieldpack'}/${title.toLowerCase().replaceAll(' ', '-')}`,
  }),
  'samples.list': {
    title: 'Sample town',
    form: '/opt/fieldpack/samples/building_survey.xlsx',
    features: '/opt/fieldpack/samples/town.geojson',
    tasks: '/opt/fieldpack/samples/tasks.geojson',
  },
  'files.choose': ({ purpose }) =>
    samples.file(
      {
        form: 'buildings.xlsx',
        basemap: 'ward5.mbtiles',
        qgis: 'python3',
        certificate: 'office-ca.pem',
        people: 'people.csv',
        deltas: 'tablet-3.json',
      }[purpose as string] ?? `${purpose}.geojson`,
    ),
  'folder.choose': '/media/asha/USB',
  'folder.look': folders.look,
  'folder.beside': ({ folder, suffix }) => `${folder}-${suffix}`,
  'folder.mend': ({ out, findings }) => ({ folder: out, mended: findings.length }),
  'deltas.list': { total: 0, deltas: [] },
  'deltas.mark': ({ uuids }) => ({ changed: uuids.length }),
  'deltas.export': ({ out, uuids }) => ({ file: out, count: uuids.length }),
  'jobs.check': folders.checking,
  'jobs.package': () => folders.packageJob({ state: 'queued', result: null }),
  'jobs.applyDeltas': () => folders.changes(8, true),
  'jobs.rawLog': { text: folders.rawLog },
  'files.chooseSeveral': [samples.file('tablet-3.json'), samples.file('tablet-4.json', 4100)],
  'files.save': '/home/asha/deltas.json',
  'files.opened': [],
  'clipboard.write': {},
  'shell.reveal': {},
  'shell.open': {},
  'app.relaunchWorker': {},
  'cloud.accounts': [],
  'cloud.link': null,
}

/** With a database that stands so. */
const sharing = (status: Partial<MirrorStatus>, more: Script = {}): Script => ({
  ...everyday,
  'settings.get': samples.sharing,
  'settings.set': (change) => ({ ...samples.sharing, ...change }) as typeof samples.settings,
  'secrets.state': samples.secrets({ postgres: 'system' }),
  'mirror.status': samples.mirror(status),
  'jobs.list': () => [samples.taken(), ...samples.jobs()],
  'jobs.get': samples.taken,
  ...more,
})

/** An opened project with these jobs. */
const opened = (tab: FolderTab, jobs: Job[], more: Script = {}): Scene => ({
  screen: { name: 'folder' },
  opened: { path: folders.folder, tab },
  script: { ...everyday, 'jobs.list': () => [...jobs, ...samples.jobs()], ...more },
})

const withDeltas = (count: number): Script => ({
  'folder.look': { ...folders.look, deltas: { pending: 3, applied: count - 3 } },
  'deltas.list': () => ({ total: count, deltas: folders.kept(count) }),
})

/** The project's side in QFieldCloud, with these syncs. */
const clouded = (jobs: Job[], more: Script = {}): Scene => opened('cloud', jobs, { ...cloud.online, ...more })

/** The screen of one job. */
const jobScene = (job: Job, more: Script = {}): Scene => ({
  screen: { name: 'job', id: job.id },
  script: { ...everyday, 'jobs.get': job, ...more },
})

const fullDraft: Partial<Draft> = {
  form: samples.file('buildings.xlsx'),
  features: samples.file('buildings.gpkg', 3_210_000),
  tasks: samples.file('tasks.geojson', 118_000),
}

/** Every screen in every state that a person may meet. */
export const scenes: Record<string, Scene> = {
  'jobs-empty': { screen: { name: 'jobs' }, script: { ...everyday, 'jobs.list': [] } },
  'jobs-loading': { screen: { name: 'jobs' }, script: without('jobs.list') },
  'jobs-full': { screen: { name: 'jobs' }, script: everyday },
  'jobs-error': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'jobs.list': new AppError('store.locked') },
  },
  'jobs-no-qgis': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'doctor.run': samples.broken, 'jobs.list': [] },
  },
  'job-running': { screen: { name: 'job', id: 'running' }, script: everyday },
  'job-finished': { screen: { name: 'job', id: 'job-1' }, script: everyday },
  'job-failed': { screen: { name: 'job', id: 'failed' }, script: everyday },
  'job-pending': { screen: { name: 'job', id: 'pending' }, script: everyday },
  'job-stopped': { screen: { name: 'job', id: 'stopped' }, script: everyday },
  'job-gone': { screen: { name: 'job', id: 'nobody' }, script: everyday },
  'new-empty': { screen: { name: 'new' }, script: everyday },
  'new-full': { screen: { name: 'new' }, script: everyday, draft: fullDraft },
  'new-issues': {
    screen: { name: 'new' },
    script: { ...everyday, 'form.inspect': formWithIssues },
    draft: { ...fullDraft, features: null, tasks: null, division: 'extent', extent: '27.7, 85.3, 27.73, 95' },
  },
  'new-errors': {
    screen: { name: 'new' },
    script: {
      ...everyday,
      'form.inspect': new AppError('form.noSurvey'),
      'source.inspect': ({ path }) => {
        if (path.includes('buildings')) throw new AppError('features.swapped')
        return { ...samples.tasks, geometries: { Point: 36 } }
      },
    },
    draft: fullDraft,
  },
  preview: { screen: { name: 'preview', row: null }, script: everyday, draft: fullDraft },
  'preview-page': {
    screen: { name: 'preview', row: 14 },
    script: { ...everyday, 'form.inspect': formWithIssues },
    draft: fullDraft,
  },
  'preview-rtl': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': (input) => ({ ...previews.show(input), direction: 'rtl' }) },
    draft: fullDraft,
  },
  'preview-long': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': previews.showLong },
    draft: fullDraft,
  },
  'preview-error': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': new AppError('form.noSurvey') },
    draft: fullDraft,
  },
  'folder-choose': {
    screen: { name: 'folder' },
    script: { ...everyday, 'jobs.list': () => [folders.check(), ...samples.jobs()] },
  },
  'folder-new': opened('check', []),
  'folder-unreadable': opened('check', [], {
    'folder.look': {
      ...folders.look,
      project: null,
      projects: 2,
      error: new AppError('project.several', { count: 2, files: 'ward-5.qgz, old.qgs' }).data,
    },
  }),
  'folder-none': opened('check', [], {
    'folder.look': {
      ...folders.look,
      project: null,
      projects: 0,
      error: new AppError('project.missing', { folder: folders.folder }).data,
    },
  }),
  'check-running': opened('check', [folders.checking()]),
  'check-findings': opened('check', [folders.check()]),
  'check-clean': opened('check', [
    folders.check({
      result: folders.checkResult({ findings: [], layers: folders.layers.filter(({ isValid }) => isValid) }),
    }),
  ]),
  'check-many': opened('check', [
    folders.check({
      result: folders.checkResult({
        findings: Array.from({ length: 60 }, () => folders.findings).flat(),
        layers: Array.from({ length: 30 }, (_, index) =>
          folders.layers.map((layer) => ({ ...layer, id: `${layer.id}${index}` })),
        ).flat(),
      }),
    }),
  ]),
  'check-refused': opened('check', [folders.refused()]),
  'package-new': opened('package', []),
  'package-ready': opened('package', [folders.packageJob()]),
  'package-lost': opened('package', [folders.lost()]),
  'changes-new': opened('changes', []),
  'changes-trial': opened('changes', [folders.changes(24, true)], withDeltas(24)),
  'changes-done': opened('changes', [folders.changes(24, false)], withDeltas(24)),
  'changes-many': opened('changes', [folders.changes(5000, false)], withDeltas(5000)),
  'changes-broken': opened('changes', [folders.brokenRun()], withDeltas(12)),
  'cloud-signed-out': clouded([], { 'cloud.accounts': [], 'cloud.link': null }),
  'cloud-new': clouded([], { 'cloud.link': null, 'cloud.plan': cloud.bigPlan }),
  'cloud-linked': clouded([]),
  'cloud-expired': clouded([], { 'cloud.link': cloud.link({ accountId: 'account-2' }) }),
  'cloud-offline': clouded([], {
    'cloud.plan': new AppError('cloud.unreachable', { host: 'app.qfield.cloud' }),
  }),
  'cloud-equal': clouded([], { 'cloud.plan': cloud.equal }),
  'cloud-syncing': clouded([cloud.syncing()], { 'cloud.files': cloud.files(500, 214) }),
  'cloud-waiting': clouded(
    [
      {
        ...cloud.syncing(),
        state: 'pending',
        attempts: 3,
        nextAttemptAt: '2026-11-22T09:42:00.000Z',
        error: new AppError('cloud.unreachable', { host: 'app.qfield.cloud' }).data,
      },
    ],
    { 'cloud.files': cloud.files(500, 214) },
  ),
  'cloud-paused': clouded([cloud.sync({ state: 'stopped', result: null })], {
    'cloud.files': cloud.files(40, 12),
  }),
  'cloud-synced': clouded([cloud.sync()]),
  'cloud-partly': clouded([
    cloud.sync({
      state: 'finished',
      result: cloud.result({
        skipped: 2,
        keptBoth: [{ name: 'data/water.gpkg', other: 'data/water (server 2026-11-22).gpkg' }],
      }),
    }),
  ]),
  'cloud-failed': clouded(
    [
      cloud.sync({
        state: 'failed',
        error: new AppError('cloud.incomplete', { host: 'app.qfield.cloud' }).data,
        result: cloud.result({ failed: cloud.failedFiles().slice(38), packageJob: null, checkJob: null }),
      }),
    ],
    { 'cloud.files': cloud.failedFiles() },
  ),
  'cloud-accounts': { screen: { name: 'settings' }, script: { ...everyday, ...cloud.online } },
  'job-sync': jobScene(cloud.sync()),
  'job-check': jobScene(folders.check()),
  'job-package': jobScene(folders.packageJob()),
  'job-changes': jobScene(folders.changes(24, false), withDeltas(24)),
  'jobs-folders': {
    screen: { name: 'jobs' },
    script: {
      ...everyday,
      'jobs.list': () => [
        folders.checking(),
        folders.check({ id: 'check-2' }),
        folders.refused(),
        folders.packageJob(),
        folders.lost(),
        folders.changes(24, true),
        folders.changes(24, false, { id: 'changes-2' }),
      ],
    },
  },
  setup: { screen: { name: 'setup' }, script: everyday },
  'setup-broken': { screen: { name: 'setup' }, script: { ...everyday, 'doctor.run': samples.broken } },
  'setup-loading': { screen: { name: 'setup' }, script: without('doctor.run') },
  settings: { screen: { name: 'settings' }, script: everyday },
  'secrets-kept': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({
        services: { state: 'system', names: ['survey', 'cadastre'] },
        variables: { QFC_PG_EFFECTIVE_USER: 'system', TILES_KEY: 'lost' },
      }),
    },
  },
  'secrets-unsafe': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({
        safe: false,
        services: { state: 'ask', names: [] },
        variables: { TILES_KEY: 'plain' },
      }),
    },
  },
  'mirror-form': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': samples.secrets({ safe: false }),
      'mirror.test': {
        reachable: false,
        host: 'db.example.org',
        database: 'f',
        trouble: 'signIn',
        detail: 'password authentication failed for user "asha"',
      },
    },
  },
  'mirror-connected': { screen: { name: 'settings' }, script: sharing({}) },
  'mirror-connecting': { screen: { name: 'settings' }, script: sharing({ state: 'connecting' }) },
  'mirror-offline': { screen: { name: 'jobs' }, script: sharing({ state: 'offline', waiting: 12 }) },
  'mirror-unreachable': {
    screen: { name: 'settings' },
    script: sharing({ state: 'unreachable', trouble: 'timeout', waiting: 1200 }),
  },
  'mirror-refused': {
    screen: { name: 'settings' },
    script: sharing({ state: 'refused', trouble: 'signIn', waiting: 3 }),
  },
  'mirror-readonly': {
    screen: { name: 'settings' },
    script: sharing({ readOnly: true, trouble: 'newer', waiting: 3 }),
  },
  'mirror-password': {
    screen: { name: 'settings' },
    script: sharing(
      { state: 'refused', trouble: 'signIn' },
      { 'secrets.state': samples.secrets({ safe: false, postgres: 'ask' }) },
    ),
  },
  'mirror-jobs': { screen: { name: 'jobs' }, script: sharing({ taken: 1 }) },
  'mirror-job': { screen: { name: 'job', id: 'taken' }, script: sharing({}) },
  'worker-failed': {
    screen: { name: 'jobs' },
    script: {
      ...everyday,
      'worker.get': { state: 'failed', error: new AppError('store.corrupt').data },
      'jobs.list': new AppError('worker.unavailable'),
    },
  },
  'worker-restarting': {
    screen: { name: 'jobs' },
    script: { ...everyday, 'worker.get': { state: 'restarting', error: null } },
  },
}

function without(method: keyof Script): Script {
  const { [method]: _left, ...rest } = everyday
  return rest
}
