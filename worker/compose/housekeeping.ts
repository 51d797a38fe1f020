import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Emit } from '#worker/api/events.ts'
import type { Ledger } from '#worker/store/ledger.ts'

const day = 86_400_000

/**
 * Discards jobs of others that were answered a day ago, with their folders, and those that failed a week ago: until
 * then whoever asked may ask again. This computer's own jobs stay until somebody discards them.
 *
 * @param folder where the projects of taken jobs stand
 * @param now milliseconds since 1970 UTC
 * @throws AppError store.*
 */
export async function discardTaken(
  ledger: Pick<Ledger, 'jobs' | 'taken'>,
  folder: string,
  now: number,
  emit: Emit,
): Promise<void> {
  const { jobs, taken } = ledger
  const ids = [...taken.over(now - day, ['finished']), ...taken.over(now - 7 * day, ['failed', 'stopped'])]
  for (const id of ids) {
    await rm(join(folder, id), { recursive: true, force: true })
    jobs.discard(id)
    emit('job.discarded', { id })
  }
}
