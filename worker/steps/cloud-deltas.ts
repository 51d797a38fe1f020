import { writeFile } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { byArrival, toServerDelta, type ServerDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import type { CloudClient, RemoteDelta } from '#worker/steps/cloud-port.ts'
import { outputError } from '#worker/steps/folder.ts'

const pageSize = 1000

/**
 * All deltas that the server has of a project, oldest first. Those that arrive meanwhile move others to later pages,
 * so that one may be seen twice and none is missed.
 *
 * @throws AppError cloud.*
 */
export async function listCloudDeltas(
  projectId: string,
  client: Pick<CloudClient, 'deltas'>,
): Promise<ServerDelta[]> {
  const found = new Map<string, RemoteDelta>()
  for (let offset = 0; ; offset += pageSize) {
    const { deltas, total } = await client.deltas(projectId, { limit: pageSize, offset })
    for (const delta of deltas) found.set(delta.uuid, delta)
    if (total === null || deltas.length === 0 || offset + pageSize >= total) break
  }
  return [...found.values()].toReversed().sort(byArrival).map(toServerDelta)
}

/**
 * Writes deltas of the server to a delta file, in the order in which they came and under their own uuids.
 *
 * @throws AppError cloud.*, deltas.notFound, output.*
 */
export async function exportCloudDeltas(
  { projectId, uuids, out }: { projectId: string; uuids: readonly string[]; out: string },
  { client, uuid }: { client: Pick<CloudClient, 'deltas'>; uuid: () => string },
): Promise<{ file: string; count: number }> {
  const wanted = new Set(uuids)
  const all = await listCloudDeltas(projectId, client)
  const deltas = all.flatMap(({ shown, content }) =>
    wanted.has(shown.uuid) && content !== null ? [content] : [],
  )
  if (deltas.length < wanted.size)
    throw new AppError('deltas.notFound', { count: wanted.size - deltas.length })
  await writeFile(out, writeDeltaFile(deltas, { project: projectId, uuid })).catch((cause: unknown) => {
    throw outputError(cause, out)
  })
  return { file: out, count: deltas.length }
}
