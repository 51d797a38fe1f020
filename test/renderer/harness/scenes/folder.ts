import { everyday } from '#test/renderer/harness/everyday.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import { brokenRun, changes } from '#test/renderer/harness/sample-changes.ts'
import {
  check,
  checkResult,
  checking,
  findings,
  layers,
  refused,
} from '#test/renderer/harness/sample-checks.ts'
import { kept } from '#test/renderer/harness/sample-deltas.ts'
import { folder, look } from '#test/renderer/harness/sample-folder.ts'
import { lost, packageJob } from '#test/renderer/harness/sample-packages.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import { opened, jobScene, type Scene } from '#test/renderer/harness/scene.ts'
import { AppError } from '#worker/api/errors.ts'

const withDeltas = (count: number): Script => ({
  'folder.look': { ...look, deltas: { pending: 3, applied: count - 3 } },
  'deltas.list': () => ({ total: count, deltas: kept(count) }),
})

/** An opened project: its checks, packages and changes, and their jobs. */
export const folderScenes: Record<string, Scene> = {
  'folder-choose': {
    screen: { name: 'folder' },
    script: { ...everyday, 'jobs.list': () => [check(), ...samples.jobs()] },
  },
  'folder-new': opened('check', []),
  'folder-unreadable': opened('check', [], {
    'folder.look': {
      ...look,
      project: null,
      projects: 2,
      error: new AppError('project.several', { count: 2, files: 'ward-5.qgz, old.qgs' }).data,
    },
  }),
  'folder-none': opened('check', [], {
    'folder.look': {
      ...look,
      project: null,
      projects: 0,
      error: new AppError('project.missing', { folder: folder }).data,
    },
  }),
  'check-running': opened('check', [checking()]),
  'check-findings': opened('check', [check()]),
  'check-clean': opened('check', [
    check({
      result: checkResult({ findings: [], layers: layers.filter(({ isValid }) => isValid) }),
    }),
  ]),
  'check-many': opened('check', [
    check({
      result: checkResult({
        findings: Array.from({ length: 60 }, () => findings).flat(),
        layers: Array.from({ length: 30 }, (_, index) =>
          layers.map((layer) => ({ ...layer, id: `${layer.id}${index}` })),
        ).flat(),
      }),
    }),
  ]),
  'check-refused': opened('check', [refused()]),
  'package-new': opened('package', []),
  'package-ready': opened('package', [packageJob()]),
  'package-lost': opened('package', [lost()]),
  'changes-new': opened('changes', []),
  'changes-trial': opened('changes', [changes(24, true)], withDeltas(24)),
  'changes-done': opened('changes', [changes(24, false)], withDeltas(24)),
  'changes-many': opened('changes', [changes(5000, false)], withDeltas(5000)),
  'changes-broken': opened('changes', [brokenRun()], withDeltas(12)),
  'job-check': jobScene(check()),
  'job-package': jobScene(packageJob()),
  'job-changes': jobScene(changes(24, false), withDeltas(24)),
  'jobs-folders': {
    screen: { name: 'jobs' },
    script: {
      ...everyday,
      'jobs.list': () => [
        checking(),
        check({ id: 'check-2' }),
        refused(),
        packageJob(),
        lost(),
        changes(24, true),
        changes(24, false, { id: 'changes-2' }),
      ],
    },
  },
}
