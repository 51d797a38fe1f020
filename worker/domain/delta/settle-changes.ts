import type { AppliedDelta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import type { PlannedChanges } from '#worker/domain/delta/plan-changes.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'

/**
 * The verdict on every delta that was asked for, in the order of `planned.asked`. A job that broke leaves nothing
 * applied: all its deltas are errors, as on the server, and each says which one ended it; but for those that a database
 * has already.
 *
 * @throws AppError qgis.protocol when the session left a delta out
 */
export function settleChanges(planned: PlannedChanges, report: ChangesReport): AppliedDelta[] {
  const answers = new Map(report.deltas.map(({ number, ...verdict }) => [number, verdict]))
  const { broken } = report
  const committed = new Set(report.committed)
  return planned.asked.map(({ answer, number }) => {
    if (number === null) return answer
    const verdict = answers.get(number)
    if (broken !== null && !committed.has(number)) {
      return {
        ...answer,
        layerName: verdict?.layerName ?? answer.layerName,
        status: 'error',
        message: brokenBy(planned, broken, number),
        strict: [...answer.strict, ...(verdict?.strict ?? [])],
      }
    }
    if (verdict === undefined)
      throw new AppError('qgis.protocol', {}, { detail: `no verdict on delta ${number}` })
    return { ...answer, ...verdict, strict: [...answer.strict, ...verdict.strict] }
  })
}

function brokenBy(planned: PlannedChanges, broken: { number: number; why: string }, number: number): string {
  if (number === broken.number) return broken.why
  const culprit = planned.plan.deltas.find((change) => change.number === broken.number)
  return `The job ended at delta ${culprit?.delta.uuid ?? broken.number}: ${broken.why}`
}
