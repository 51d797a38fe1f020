import type { AppliedDelta, Delta, KeptDelta } from '#worker/api/deltas.ts'
import type { Job } from '#worker/api/jobs.ts'

/**
 * The deltas of a trial, which leaves nothing in the ledger, as if the ledger had them. Numbers are as JavaScript has
 * them: for showing.
 *
 * @param contents by uuid
 */
export function triedDeltas(
  answers: readonly AppliedDelta[],
  contents: ReadonlyMap<string, Delta>,
  { id, createdAt, updatedAt }: Pick<Job, 'id' | 'createdAt' | 'updatedAt'>,
): KeptDelta[] {
  return answers.flatMap(({ uuid, deltaFileId, index, status, message, modifiedPk, conflicts, strict }) => {
    const content = contents.get(uuid)
    if (content === undefined) return []
    const verdict = { status, message, modifiedPk, conflicts, strict }
    const kept = { content: plain(content), jobId: id, createdAt, updatedAt }
    return [{ uuid, deltaFileId, index, ...verdict, ...kept }]
  })
}

/** Long numbers are objects that only JSON can write. */
const plain = (delta: Delta): Delta => JSON.parse(JSON.stringify(delta)) as Delta
