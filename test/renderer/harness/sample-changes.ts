import { kept } from '#test/renderer/harness/sample-deltas.ts'
import { about, feedback, folder } from '#test/renderer/harness/sample-folder.ts'
import type { AppliedDelta, ApplyDeltasResult, KeptDelta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

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
