import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { multipart } from '#worker/cloud/body.ts'
import { totalOf } from '#worker/cloud/pages.ts'
import { isUnknownError, readOne, type Probe } from '#worker/cloud/probe.ts'
import { askJson, tell, type Cloudy } from '#worker/cloud/request.ts'
import { Delta } from '#worker/cloud/shapes.ts'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'
import type { CloudClient, RemoteDelta } from '#worker/steps/cloud-port.ts'

type Deltas = Pick<CloudClient, 'deltas' | 'deltasOfFile' | 'pushDeltas' | 'applyPending'>

export function deltaCalls(cloud: Cloudy, probe: Probe): Deltas {
  /** Of a server that lists in no order: its whole list, as it was when the first page of it was asked for. */
  let whole: { projectId: string; deltas: RemoteDelta[] } | null = null

  async function wholeOf(projectId: string, isAnew: boolean): Promise<RemoteDelta[]> {
    if (isAnew || whole?.projectId !== projectId) {
      const asked = { path: `deltas/${encodeURIComponent(projectId)}`, parse: parseExactly }
      const { value } = await askJson(cloud, asked, z.array(Delta))
      // What came in the same moment stands there as it came.
      const deltas = value.toReversed().sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
      whole = { projectId, deltas }
    }
    return whole.deltas
  }

  return {
    async deltas(projectId, { limit, offset }) {
      if (!(await probe.isNew())) {
        const all = await readOne(probe, wholeOf(projectId, offset === 0))
        return { deltas: all.slice(offset, offset + limit), total: all.length }
      }
      const query = { limit, offset, ordering: '-created_at' }
      const asked = { path: `deltas/${encodeURIComponent(projectId)}`, query, parse: parseExactly }
      const { value, answer } = await askJson(cloud, asked, z.array(Delta))
      return { deltas: value, total: totalOf(answer.header('x-total-count')) }
    },
    async deltasOfFile(projectId, deltaFileId) {
      const path = `deltas/${encodeURIComponent(projectId)}/${encodeURIComponent(deltaFileId)}`
      return (await readOne(probe, askJson(cloud, { path, parse: parseExactly }, z.array(Delta)))).value
    },
    async pushDeltas(projectId, text) {
      const bytes = Buffer.from(text)
      const body = multipart(bytes.length, async function* () {
        yield bytes
      })
      const path = `deltas/${encodeURIComponent(projectId)}`
      await tell(cloud, { method: 'POST', path, body }).catch((cause: unknown) => {
        // What it says of a file that is no delta file.
        if (!isUnknownError(cause)) throw cause
        throw new AppError('cloud.badDeltas', cause.data.params, { detail: cause.data.detail ?? '' })
      })
    },
    applyPending: (projectId) =>
      tell(cloud, { method: 'POST', path: `deltas/apply/${encodeURIComponent(projectId)}` }),
  }
}
