import type { AppliedDelta, ApplyDeltasResult } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import type { PlannedChanges } from '#worker/domain/delta/plan-changes.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { settleChanges } from '#worker/domain/delta/settle-changes.ts'

export interface JudgedChanges {
  layers: ApplyDeltasResult['layers']
  /** The verdict on every delta that was asked for. */
  deltas: AppliedDelta[]
  /** Those that a database has for good, whatever becomes of the project's files. */
  isKept: (delta: AppliedDelta) => boolean
  /** Why nothing of the copy may be used: deltas.broken, deltas.corrupted; null where it is as it should be. */
  error: AppError | null
}

/**
 * What became of deltas in a copy, once it was opened again and counted.
 *
 * @throws AppError qgis.protocol when the session left a delta out
 */
export function judgeChanges(planned: PlannedChanges, report: ChangesReport): JudgedChanges {
  const isKept = keptAlready(planned, report)
  const answers = settleChanges(planned, report)
  const spoilt = report.layers.find(({ after, expected }) => after !== expected)
  const deltas =
    spoilt === undefined
      ? answers
      : answers.map((answer) => (isKept(answer) ? answer : spoil(answer, spoilt.name)))
  return {
    layers: report.layers.map(({ id, name, before, after }) => ({ id, name, before, after })),
    deltas,
    isKept,
    error: spoilt === undefined ? brokenBy(planned, report, deltas) : corrupted(spoilt),
  }
}

function keptAlready(planned: PlannedChanges, report: ChangesReport): JudgedChanges['isKept'] {
  const committed = new Set(report.committed)
  const uuids = new Set(
    planned.plan.deltas.filter(({ number }) => committed.has(number)).map(({ delta }) => delta.uuid),
  )
  return ({ uuid, status }) => status === 'applied' && uuids.has(uuid)
}

/** Nothing of a copy that came out wrong is used. */
const spoil = (delta: AppliedDelta, layer: string): AppliedDelta =>
  delta.status === 'applied'
    ? { ...delta, status: 'error', modifiedPk: null, message: `Layer "${layer}" came out damaged.` }
    : delta

function corrupted({ name, expected, after }: ChangesReport['layers'][number]): AppError {
  return new AppError('deltas.corrupted', { layer: name, expected, found: after })
}

function brokenBy(
  { plan }: PlannedChanges,
  { broken }: ChangesReport,
  deltas: readonly AppliedDelta[],
): AppError | null {
  if (broken === null) return null
  const culprit = plan.deltas.find(({ number }) => number === broken.number)
  const index = deltas.find(({ uuid }) => uuid === culprit?.delta.uuid)?.index ?? 0
  return new AppError('deltas.broken', { uuid: culprit?.delta.uuid ?? '', index, why: broken.why })
}
