import type { Draft } from '#renderer/features/project/draft.ts'
import type { Screen } from '#renderer/features/shell/screen.tsx'
import type { Script } from '#test/renderer/harness/fake.ts'
import { form, formWithIssues } from '#test/renderer/harness/sample-forms.ts'
import * as previews from '#test/renderer/harness/sample-previews.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'
import { AppError } from '#worker/api/errors.ts'

export interface Scene {
  screen: Screen
  script: Script
  draft?: Partial<Draft>
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
  'secrets.state': { safe: true, postgres: 'none' },
  'secrets.set': ({ place }) => ({ safe: true, postgres: place as 'system' }),
  'secrets.forget': { safe: true, postgres: 'none' },
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
      { form: 'buildings.xlsx', basemap: 'ward5.mbtiles', qgis: 'python3', certificate: 'office-ca.pem' }[
        purpose as string
      ] ?? `${purpose}.geojson`,
    ),
  'folder.choose': '/media/asha/USB',
  'clipboard.write': {},
  'shell.reveal': {},
  'shell.open': {},
  'app.relaunchWorker': {},
}

/** With a database that stands so. */
const sharing = (status: Partial<MirrorStatus>, more: Script = {}): Script => ({
  ...everyday,
  'settings.get': samples.sharing,
  'settings.set': (change) => ({ ...samples.sharing, ...change }) as typeof samples.settings,
  'secrets.state': { safe: true, postgres: 'system' },
  'mirror.status': samples.mirror(status),
  'jobs.list': () => [samples.taken(), ...samples.jobs()],
  'jobs.get': samples.taken,
  ...more,
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
  setup: { screen: { name: 'setup' }, script: everyday },
  'setup-broken': { screen: { name: 'setup' }, script: { ...everyday, 'doctor.run': samples.broken } },
  'setup-loading': { screen: { name: 'setup' }, script: without('doctor.run') },
  settings: { screen: { name: 'settings' }, script: everyday },
  'mirror-form': {
    screen: { name: 'settings' },
    script: {
      ...everyday,
      'secrets.state': { safe: false, postgres: 'none' },
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
      { 'secrets.state': { safe: false, postgres: 'ask' } },
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
