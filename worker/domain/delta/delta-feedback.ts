import type { AppliedDelta, DeltaStatus } from '#worker/api/deltas.ts'
import type { PlannedChanges } from '#worker/domain/delta/plan-changes.ts'

/** An entry of the output `delta_feedback`, as QFieldCloud's worker writes it. */
export interface DeltaFeedback {
  msg: string
  status: 'status_applied' | 'status_conflict' | 'status_apply_failed' | 'status_unknown_error'
  e_type: 'CONFLICT' | null
  delta_file_id: string
  layer_id: string
  delta_index: number
  delta_id: string
  feature_pk: string
  modified_pk: string | null
  conflicts: string[] | null
  provider_errors: null
  method: string
}

const statuses: Partial<Record<DeltaStatus, DeltaFeedback['status']>> = {
  applied: 'status_applied',
  conflict: 'status_conflict',
  not_applied: 'status_apply_failed',
  error: 'status_unknown_error',
}

/** What the job says of the deltas that it had, in the order in which it took them; `answers` as settled. */
export function deltaFeedback(planned: PlannedChanges, answers: readonly AppliedDelta[]): DeltaFeedback[] {
  return planned.asked
    .flatMap(({ number }, at) => (number === null ? [] : [{ number, answer: answers[at]! }]))
    .sort((one, other) => one.number - other.number)
    .map(({ number, answer }) => ({
      msg: answer.message,
      status: statuses[answer.status] ?? 'status_unknown_error',
      e_type: answer.status === 'conflict' ? 'CONFLICT' : null,
      delta_file_id: answer.deltaFileId,
      layer_id: answer.layerId,
      delta_index: answer.index,
      delta_id: answer.uuid,
      feature_pk: planned.plan.deltas[number]!.delta.sourcePk,
      modified_pk: answer.modifiedPk,
      conflicts: answer.conflicts.length > 0 ? answer.conflicts : null,
      provider_errors: null,
      method: answer.method,
    }))
}
