import { expect, test } from 'vitest'
import {
  type CloudJob,
  type CloudProject,
  onDeltas,
  onPackageRequest,
  onUpload,
  type Rules,
  type Trigger,
} from '#worker/domain/cloud/triggers.ts'

/** Checked and packaged after its last change; its owner has room and a plan for databases. */
const project: CloudProject = {
  projectFile: 'survey.qgz',
  attachmentDirs: ['photos'],
  wasChecked: true,
  hasOnlineVectorData: false,
  dataUpdatedAt: 100,
  dataPackagedAt: 200,
  hasPackage: true,
  ownPackageFinishedAt: 200,
  lastPackageSucceeded: true,
  owner: { isActive: true, freeBytes: 1, allowsOnlineLayers: true },
}
const inactive = { ...project.owner, isActive: false }
const full = { ...project.owner, freeBytes: 0 }
const weak = { ...project.owner, allowsOnlineLayers: false }

function jobOf(
  type: CloudJob['type'],
  state: CloudJob['state'],
  by = 'ana',
  deltas: string[] = [],
): CloudJob {
  return { id: `${type} ${state}`, type, state, by, deltas }
}

type Expected = Record<Rules, Trigger>
function server(trigger: Trigger): Omit<Expected, 'page'> {
  return { 2024: trigger, 2026: trigger }
}
function same(trigger: Trigger): Expected {
  return { page: trigger, ...server(trigger) }
}
function byRules(decide: (rules: Rules) => Trigger): Expected {
  return { page: decide('page'), 2024: decide('2024'), 2026: decide('2026') }
}

const checks = { create: 'process_projectfile' } as const

const uploads: [string, string, Partial<CloudProject>, CloudJob[], Expected][] = [
  ['the project file, the first', 'survey.qgz', { projectFile: null, wasChecked: false }, [], same(checks)],
  ['the project file again', 'survey.qgz', {}, [], same(checks)],
  [
    'a second project file',
    'other.qgs',
    {},
    [],
    { page: checks, ...server({ refuse: 'multiple_projects' }) },
  ],
  ['data before any project file', 'a.gpkg', { projectFile: null }, [], same({ skip: 'noProjectFile' })],
  ['data', 'data/a.gpkg', {}, [], same(checks)],
  ['a photo in DCIM', 'DCIM/1.jpg', { attachmentDirs: [] }, [], same({ skip: 'attachment' })],
  [
    'a photo in the project’s own folder',
    'photos/1.jpg',
    {},
    [],
    { page: checks, ...server({ skip: 'attachment' }) },
  ],
  [
    'DCIM, where the project has another folder',
    'DCIM/1.jpg',
    {},
    [],
    { page: { skip: 'attachment' }, ...server(checks) },
  ],
  [
    'a folder whose name begins alike',
    'photos_old/plan.gpkg',
    {},
    [],
    { page: checks, ...server({ skip: 'attachment' }) },
  ],
  [
    'my check is pending',
    'a.gpkg',
    {},
    [jobOf('process_projectfile', 'pending')],
    same({ join: 'process_projectfile pending' }),
  ],
  [
    'somebody else’s check is pending',
    'a.gpkg',
    {},
    [jobOf('process_projectfile', 'pending', 'ben')],
    { page: { join: 'process_projectfile pending' }, ...server(checks) },
  ],
  [
    'my check is queued',
    'a.gpkg',
    {},
    [jobOf('process_projectfile', 'queued')],
    { page: checks, ...server({ join: 'process_projectfile queued' }) },
  ],
  [
    'my check runs, which does not see this file',
    'a.gpkg',
    {},
    [jobOf('process_projectfile', 'started')],
    { page: checks, ...server({ join: 'process_projectfile started' }) },
  ],
  ['my check failed', 'a.gpkg', {}, [jobOf('process_projectfile', 'failed')], same(checks)],
  ['another type waits', 'a.gpkg', {}, [jobOf('package', 'pending')], same(checks)],
  ['the owner’s account is in no state for jobs', 'a.gpkg', { owner: inactive }, [], same(checks)],
]

test.each(uploads)('upload: %s', (_, file, change, jobs, expected) => {
  const request = { file, project: { ...project, ...change }, jobs, by: 'ana' }
  expect(byRules((rules) => onUpload(request, rules))).toEqual(expected)
})

const packages = { create: 'package' } as const

const requests: [string, Partial<CloudProject>, CloudJob[], boolean, Expected][] = [
  [
    'nothing changed since the last package',
    {},
    [],
    false,
    { page: { skip: 'upToDate' }, ...server(packages) },
  ],
  ['a file or a change came since', { dataUpdatedAt: 201 }, [], false, same(packages)],
  ['the last package failed', { lastPackageSucceeded: false }, [], false, same(packages)],
  ['never packaged', { hasPackage: false, dataPackagedAt: null }, [], false, same(packages)],
  ['vector layers behind a connection', { hasOnlineVectorData: true }, [], false, same(packages)],
  [
    'never checked with success',
    { wasChecked: false, hasOnlineVectorData: null },
    [],
    false,
    { page: { skip: 'neverChecked' }, ...server(packages) },
  ],
  [
    'no project file',
    { projectFile: null, wasChecked: false },
    [],
    false,
    { page: { skip: 'neverChecked' }, ...server({ refuse: 'no_qgis_project' }) },
  ],
  [
    'a package is pending',
    { dataUpdatedAt: 201 },
    [jobOf('package', 'pending', 'ben')],
    false,
    same({ join: 'package pending' }),
  ],
  [
    'a package is queued',
    { dataUpdatedAt: 201 },
    [jobOf('package', 'queued')],
    false,
    { page: packages, ...server({ join: 'package queued' }) },
  ],
  [
    'a package runs',
    { dataUpdatedAt: 201 },
    [jobOf('package', 'started')],
    false,
    { page: packages, ...server({ join: 'package started' }) },
  ],
  [
    'by force, though one is pending',
    { dataUpdatedAt: 201 },
    [jobOf('package', 'pending')],
    true,
    { page: { join: 'package pending' }, ...server(packages) },
  ],
  [
    'the subscription ended',
    { owner: inactive },
    [],
    false,
    { page: { skip: 'upToDate' }, ...server({ refuse: 'inactive_subscription' }) },
  ],
  [
    'the storage is full',
    { owner: full, dataUpdatedAt: 201 },
    [],
    false,
    { page: packages, ...server({ refuse: 'over_quota' }) },
  ],
  [
    'a database on a plan without',
    { owner: weak, hasOnlineVectorData: true },
    [],
    false,
    { page: packages, ...server({ refuse: 'permission_denied_plan_insufficient' }) },
  ],
  ['a plan without databases, files only', { owner: weak, dataUpdatedAt: 201 }, [], false, same(packages)],
]

test.each(requests)('package: %s', (_, change, jobs, force, expected) => {
  const request = { project: { ...project, ...change }, jobs, force }
  expect(byRules((rules) => onPackageRequest(request, rules))).toEqual(expected)
})

const applies: Trigger = { create: 'delta_apply', batches: [['d1', 'd2']] }

const pushes: [string, number | null, string[], Partial<CloudProject>, CloudJob[], Expected][] = [
  ['a push', 2, ['d1', 'd2'], {}, [], same(applies)],
  ['“Apply pending changes”', null, ['d1', 'd2'], {}, [], same(applies)],
  [
    'a push of what the server knows already',
    0,
    ['d1', 'd2'],
    {},
    [],
    { page: applies, ...server({ skip: 'noNewDeltas' }) },
  ],
  ['nothing waits', null, [], {}, [], same({ skip: 'noWaitingDeltas' })],
  [
    'never checked with success',
    2,
    ['d1', 'd2'],
    { wasChecked: false },
    [],
    { page: { skip: 'neverChecked' }, ...server(applies) },
  ],
  [
    'no project file',
    2,
    ['d1', 'd2'],
    { wasChecked: false, projectFile: null },
    [],
    { page: { skip: 'neverChecked' }, ...server({ refuse: 'no_qgis_project' }) },
  ],
  [
    'some of them are in a job that is pending',
    1,
    ['d1', 'd2'],
    {},
    [jobOf('delta_apply', 'pending', 'ana', ['d1'])],
    {
      page: { join: 'delta_apply pending' },
      2024: applies,
      2026: { create: 'delta_apply', batches: [['d2']] },
    },
  ],
  [
    'all of them are in a job that runs',
    null,
    ['d1', 'd2'],
    {},
    [jobOf('delta_apply', 'started', 'ana', ['d1', 'd2'])],
    { page: applies, 2024: applies, 2026: { skip: 'noWaitingDeltas' } },
  ],
  [
    'their job failed, and somebody set them to pending',
    null,
    ['d1', 'd2'],
    {},
    [jobOf('delta_apply', 'failed', 'ana', ['d1', 'd2'])],
    same(applies),
  ],
  [
    'the subscription ended: kept, not applied',
    2,
    ['d1', 'd2'],
    { owner: inactive },
    [],
    { page: applies, ...server({ skip: 'inactive_subscription' }) },
  ],
  [
    'the storage is full',
    2,
    ['d1', 'd2'],
    { owner: full },
    [],
    { page: applies, ...server({ skip: 'over_quota' }) },
  ],
  [
    'a database on a plan without',
    2,
    ['d1', 'd2'],
    { owner: weak, hasOnlineVectorData: true },
    [],
    { page: applies, ...server({ skip: 'permission_denied_plan_insufficient' }) },
  ],
]

test.each(pushes)('deltas: %s', (_, created, waitingDeltas, change, jobs, expected) => {
  const request = { created, waitingDeltas, project: { ...project, ...change }, jobs }
  expect(byRules((rules) => onDeltas(request, rules))).toEqual(expected)
})
