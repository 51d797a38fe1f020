import type { CloudDelta, PushReceipt } from '#worker/api/cloud.ts'
import { planReapply } from '#worker/domain/cloud/plan-reapply.ts'
import type { ServerDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { listCloudDeltas } from '#worker/steps/cloud-deltas.ts'
import { sendDeltas, type PushPorts, type PushRun } from '#worker/steps/push-deltas.ts'

export interface ReapplyRun extends PushRun {
  uuids: readonly string[]
  andNewer: boolean
  /** Only says what would be sent. */
  dryRun: boolean
}

export interface Reapplied {
  /** What is sent, in its order. */
  deltas: CloudDelta[]
  /** Of the deltas sent, and of those that had been sent before. Empty of a dry run. */
  receipts: PushReceipt[]
  /** Creates that failed and make what `deltas` change. */
  needs: CloudDelta[]
  /** Changes that failed and can be re-applied once these are. */
  dependents: CloudDelta[]
}

/**
 * Has the server do deltas once more, in the order in which they came: the same content under fresh uuids. One whose
 * re-application from this computer is applied or waits is not sent a second time; its receipt says so.
 *
 * @throws AppError deltas.notFound, deltas.none, cloud.*
 */
export async function reapplyDeltas(run: ReapplyRun, ports: PushPorts): Promise<Reapplied> {
  const { projectId, dryRun } = run
  const all = await listCloudDeltas(projectId, ports.client)
  const plan = planReapply(all, run, ports.pushes.list(projectId))
  const preview = {
    deltas: plan.deltas.map(shownOf),
    needs: plan.needs.map(shownOf),
    dependents: plan.dependents.map(shownOf),
  }
  if (dryRun) return { ...preview, receipts: [] }
  const earlier = [...plan.repeated].map(([of, { uuid, status }]) => ({ uuid, of, status }))
  const sent = plan.deltas.flatMap(({ shown, content }) =>
    content === null ? [] : [{ delta: { ...content, uuid: ports.uuid() }, of: shown.uuid }],
  )
  return { ...preview, receipts: [...earlier, ...(await sendDeltas(run, sent, ports))] }
}

const shownOf = ({ shown }: ServerDelta): CloudDelta => shown
