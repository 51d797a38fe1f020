import { readFile, realpath, writeFile } from 'node:fs/promises'
import { ApplyDeltasRequest, ApplyDeltasResult, type KeptDelta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { triedDeltas } from '#worker/domain/delta/tried-deltas.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'
import { outputError } from '#worker/steps/folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'

type Parts = Pick<Ledger, 'deltas' | 'jobs' | 'files' | 'blobs'>

export function deltasHandlers(
  { deltas, jobs, files, blobs }: Parts,
  uuid: () => string,
): HandlersOf<'deltas'> {
  /** The deltas of a job that only tried them; null for any other. */
  async function tried(jobId: string, place: string): Promise<KeptDelta[] | null> {
    const job = jobs.find(jobId)
    const request = ApplyDeltasRequest.safeParse(job?.request).data
    const result = ApplyDeltasResult.safeParse(job?.result).data
    if (job?.type !== 'delta_apply' || request?.dryRun !== true || result === undefined) return null
    const known = deltas.find(place, request.uuids)
    const contents = new Map([...known].map(([id, { content }]) => [id, content]))
    for (const { name, sha256 } of files.list(jobId, 'input')) {
      const file = parseDeltaFile(await readFile(blobs.pathOf(sha256), 'utf8'), name)
      for (const delta of file.deltas) contents.set(delta.uuid, delta)
    }
    return triedDeltas(result.deltas, contents, job)
  }

  return {
    'deltas.list': async ({ folder, ...which }) => {
      const place = await placeOf(folder)
      const trial = which.jobId === null ? null : await tried(which.jobId, place)
      if (trial === null) return deltas.list(place, which)
      const wanted = trial.filter(
        ({ status }) => which.statuses.length === 0 || which.statuses.includes(status),
      )
      return { total: wanted.length, deltas: wanted.slice(0, which.limit) }
    },
    'deltas.mark': async ({ folder, uuids, status }) => ({
      changed: deltas.mark(await placeOf(folder), uuids, status),
    }),
    'deltas.export': async ({ folder, uuids, out }) => {
      const place = await placeOf(folder)
      const found = [...deltas.find(place, uuids).values()]
      const project = deltas.projectOf(place)
      if (found.length < uuids.length || project === null)
        throw new AppError('deltas.notFound', { count: uuids.length - found.length })
      const text = writeDeltaFile(
        found.map(({ content }) => content),
        { project, uuid },
      )
      await writeFile(out, text).catch((cause: unknown) => {
        throw outputError(cause, out)
      })
      return { file: out, count: found.length }
    },
  }
}

/** As the ledger names a folder. One that is gone keeps its deltas. */
const placeOf = (folder: string): Promise<string> => realpath(folder).catch(() => folder)
