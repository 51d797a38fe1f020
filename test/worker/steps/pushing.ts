import { randomUUID } from 'node:crypto'
import type { Delta } from '#worker/api/deltas.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import type { PushPorts } from '#worker/steps/push-deltas.ts'
import type { DeltaStatus, Profile } from '#test/fakes/qfieldcloud/state.ts'
import { opened, projectId, qgsFile } from '#test/worker/cloud/opened.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

const device = randomUUID()
const layer = 'trees_5e3c8f7a_1111_4222_8333_444455556666'

/** One change of the feature that the device calls `localPk`. */
export function change(method: Delta['method'], localPk: string, given: Partial<Delta> = {}): Delta {
  const attributes = { height: Number(localPk) }
  return {
    uuid: randomUUID(),
    clientId: device,
    localPk,
    sourcePk: localPk,
    localLayerId: layer,
    sourceLayerId: layer,
    method,
    ...(method === 'create' ? {} : { old: { attributes } }),
    ...(method === 'delete' ? {} : { new: { attributes: { height: 9 } } }),
    ...given,
  }
}

/** A delta file of the project's. */
export function fileOf(deltas: readonly Delta[], project = projectId): { text: string; name: string } {
  return { text: writeDeltaFile(deltas, { project, uuid: randomUUID }), name: 'deltas.json' }
}

/** A server of that year with a project that can be packaged, somebody who pushes, and a real ledger. */
export async function pushing(profile: Profile, user?: { user: string; password: string }) {
  const { server, cloud } = await opened(profile, { pauses: [], ...user })
  await server.put(projectId, 'site.qgs', qgsFile)
  const ledger = await temporaryLedger()
  const waits: number[] = []
  const ports: PushPorts = {
    client: cloud,
    pushes: ledger.cloud.pushes,
    uuid: randomUUID,
    sleep: async (ms) => void waits.push(ms),
    keep: (job) => ledger.cloud.jobs.keep(cloud.server, job),
  }
  /** Deltas as the server has them. */
  const stored = () => [...server.state.deltas.values()]
  const judge = (verdict: (delta: Delta) => Exclude<DeltaStatus, 'pending' | 'started'> | null): void => {
    server.judges.delta = ({ content }) => verdict(content)
  }
  return {
    server,
    cloud,
    ledger,
    ports,
    waits,
    stored,
    judge,
    run: { projectId, signal: new AbortController().signal },
  }
}
