import type { Script } from '#test/renderer/harness/fake.ts'
import { changes } from '#test/renderer/harness/sample-changes.ts'
import { checking } from '#test/renderer/harness/sample-checks.ts'
import { look, rawLog } from '#test/renderer/harness/sample-folder.ts'
import { form } from '#test/renderer/harness/sample-forms.ts'
import { packageJob } from '#test/renderer/harness/sample-packages.ts'
import * as previews from '#test/renderer/harness/sample-previews.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import { AppError } from '#worker/api/errors.ts'

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
  'folder.look': look,
  'folder.beside': ({ folder, suffix }) => `${folder}-${suffix}`,
  'folder.mend': ({ out, findings }) => ({ folder: out, mended: findings.length }),
  'deltas.list': { total: 0, deltas: [] },
  'deltas.mark': ({ uuids }) => ({ changed: uuids.length }),
  'deltas.export': ({ out, uuids }) => ({ file: out, count: uuids.length }),
  'jobs.check': checking,
  'jobs.package': () => packageJob({ state: 'queued', result: null }),
  'jobs.applyDeltas': () => changes(8, true),
  'jobs.rawLog': { text: rawLog },
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
