import { expect, test } from 'vitest'
import type { Job } from '#worker/api/jobs.ts'
import { knownInAnswer, knownInEvent } from '#electron/ipc/known.ts'

const job: Job = {
  id: 'a',
  type: 'generate',
  state: 'finished',
  title: 'T',
  origin: null,
  request: {
    title: 'T',
    form: '/in/form.xlsx',
    features: '/in/f.geojson',
    out: '/out/t',
    language: '/not/a/path',
  },
  progress: 1,
  steps: [],
  attempts: 1,
  maxAttempts: 3,
  error: null,
  result: null,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  startedAt: null,
  finishedAt: null,
  nextAttemptAt: null,
  cancelRequested: false,
}
const known = { files: ['/in/form.xlsx', '/in/f.geojson'], folders: ['/out/t'] }

test.each([
  ['jobs.get', job, known],
  ['jobs.list', [job], known],
  ['jobs.list', [], { files: [], folders: [] }],
  [
    'doctor.run',
    {
      ready: true,
      checkedAt: '2026-01-01T00:00:00Z',
      findings: [
        {
          id: 'disk',
          state: 'warning',
          optional: true,
          params: {},
          mends: [{ kind: 'freeDisk', folder: '/data' }],
        },
        { id: 'qgis', state: 'missing', optional: false, params: {}, mends: [{ kind: 'chooseQgis' }] },
      ],
    },
    { files: [], folders: ['/data'] },
  ],
  [
    'jobs.applyDeltas',
    { ...job, request: { folder: '/maps/ward', files: ['/in/d.json', 7] } },
    { files: ['/in/d.json'], folders: ['/maps/ward'] },
  ],
  [
    'jobs.package',
    { ...job, request: { folder: '/maps/ward', out: '/maps/p' }, result: { zip: '/maps/p.zip', more: 1 } },
    { files: ['/maps/p.zip'], folders: ['/maps/p', '/maps/ward'] },
  ],
  [
    'jobs.get',
    { ...job, origin: 'db', request: { folder: '/etc', files: ['/etc/passwd'] }, result: { zip: '/etc/x' } },
    { files: [], folders: [] },
  ],
  ['folder.look', { folder: '/maps/ward' }, { files: [], folders: ['/maps/ward'] }],
  ['project.suggest', { slug: 't', folder: '/out/t' }, { files: [], folders: ['/out/t'] }],
  [
    'samples.list',
    { form: '/s/a.xlsx', features: '/s/b', tasks: '/s/c', title: 'S' },
    { files: ['/s/a.xlsx', '/s/b', '/s/c'], folders: [] },
  ],
  ['settings.get', { qgisPython: null, projectsFolder: '/p' }, { files: [], folders: ['/p'] }],
  [
    'settings.set',
    { qgisPython: '/q/python3', projectsFolder: null, postgresCaFile: '/ca.pem' },
    { files: ['/q/python3', '/ca.pem'], folders: [] },
  ],
  ['form.inspect', { title: '/etc/passwd' }, { files: [], folders: [] }],
] as const)('%s names what it names', (method, output, expected) => {
  expect(knownInAnswer(method, output)).toEqual(expected)
})

test('of events, only a whole job names paths', () => {
  expect(knownInEvent('job.changed', job)).toEqual(known)
  expect(knownInEvent('job.changed', { request: { form: '/etc/passwd' } })).toEqual({
    files: [],
    folders: [],
  })
  expect(knownInEvent('job.logged', job)).toEqual({ files: [], folders: [] })
})
