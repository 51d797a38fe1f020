import { AppError, type AppErrorData, toErrorData } from '#worker/api/errors.ts'
import { afterTrouble, pauseAfter } from '#worker/domain/cloud/after-trouble.ts'
import type { FileBase, FileHere } from '#worker/domain/cloud/compare.ts'
import type { ItemEnd, SyncItem } from '#worker/domain/cloud/sync-item.ts'
import type { CloudLink } from '#worker/api/cloud.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'

/** A file that travelled, or may have. */
export interface Moved {
  item: SyncItem
  /** What travelled, as far as it is known. */
  file: FileHere | null
  /** Why it did not, or may not have; null: it was said to have arrived, or without a file never left. */
  error: AppErrorData | null
}

/** A file that was seen on the other side, or was not. */
export interface Proven extends Moved {
  /** Both sides as they are now; null while that is not seen. */
  base: FileBase | null
}

export interface Mover {
  /** Brings one file over; answers what travelled. */
  move(item: SyncItem, signal: AbortSignal): Promise<FileHere>
  /** Looks at the other side, once for many files. */
  prove(moved: readonly Moved[]): Promise<Proven[]>
}

/** Files that travel at a time. */
const parallel = 4
/** Files of the first round; bytes of any. */
const first = { files: 50, bytes: 64 * 1024 * 1024 }
/** Rounds, and with them lists of the other side, that many small files are spread over at most. */
const rounds = 20
/** Milliseconds: a round that was quicker is followed by a larger one, and one that was slower by a smaller one. */
const pace = { quick: 2_000, slow: 20_000 }

/**
 * Moves files in rounds: each is brought over by four at a time, then seen on the other side, and written to the
 * ledger in one commit. The quicker the line, the larger they get. What met a passing trouble comes again with the next round, after a pause. Answers how many
 * came over.
 *
 * @throws AppError that ends the job; the signal's reason
 */
export async function inRounds(
  items: readonly SyncItem[],
  mover: Mover,
  run: SyncRun,
  ports: SyncPorts,
  link: CloudLink,
): Promise<number> {
  const { jobId, signal, request } = run
  const fewest = Math.ceil(items.length / rounds)
  let files = Math.max(first.files, fewest)
  const tries = new Map<string, number>()
  let waiting = [...items]
  let [done, spoilt] = [0, 0]
  while (waiting.length > 0) {
    signal.throwIfAborted()
    const round = takeRound(waiting, files)
    waiting = waiting.slice(round.length)
    ports.ledger.items.begin(jobId, round)
    const began = ports.now()
    const proven = await travel(round)
    const took = ports.now() - began
    if (took < pace.quick) files *= 2
    if (took > pace.slow) files = Math.max(fewest, parallel, Math.floor(files / 2))
    const again: SyncItem[] = []
    let stop: AppErrorData | null = null
    const ends = proven.map(({ item, file, base, error }): ItemEnd => {
      const { name, direction, size, etag } = item
      const end = { name, direction, size: file?.size ?? size, etag: file?.etag ?? etag }
      if (base !== null) return { ...end, state: 'done', error: null }
      if (error === null || signal.aborted) return { ...end, state: 'waiting', error: null }
      const count = (tries.get(name) ?? 0) + 1
      tries.set(name, count)
      const next = afterTrouble(error, count)
      if (next === 'again') again.push(item)
      if (next === 'stop') stop ??= error
      return { ...end, state: next === 'skip' ? 'failed' : 'waiting', error }
    })
    const bases = proven.flatMap(({ base }) => base ?? [])
    ports.ledger.items.end(jobId, ends, () => ports.ledger.links.settle(link.folder, link.projectId, bases))
    done += bases.length
    for (const { name, error } of ends)
      if (error !== null) run.report.log('warning', `${name}: ${error.code} ${error.detail ?? ''}`.trim())
    signal.throwIfAborted()
    if (stop !== null) throw AppError.from(stop)
    spoilt = again.length === 0 ? 0 : spoilt + 1
    waiting = [...again, ...waiting]
    if (again.length > 0) await ports.sleep(pauseAfter(spoilt, longestWait(ends), ports.random()), signal)
  }
  return done

  async function travel(round: readonly SyncItem[]): Promise<Proven[]> {
    try {
      return await mover.prove(await moveAll(round))
    } catch (thrown) {
      // Nobody knows what arrived: the next attempt compares before it sends anything.
      const ends = round.map(({ name, direction, size, etag }): ItemEnd => ({
        name,
        direction,
        size,
        etag,
        state: 'waiting',
        error: null,
      }))
      ports.ledger.items.end(jobId, ends)
      throw thrown
    }
  }

  async function moveAll(round: readonly SyncItem[]): Promise<Moved[]> {
    const moved: Moved[] = []
    const rest = round.values()
    let isOver = false
    const lane = async (): Promise<void> => {
      for (const item of rest) {
        if (isOver || signal.aborted) {
          moved.push({ item, file: null, error: null })
          continue
        }
        try {
          moved.push({ item, file: await mover.move(item, signal), error: null })
        } catch (thrown) {
          const error = toErrorData(thrown)
          // Others that are on their way arrive; no new one leaves.
          if (!signal.aborted && afterTrouble(error, (tries.get(item.name) ?? 0) + 1) === 'stop')
            isOver = true
          moved.push({ item, file: null, error })
        }
      }
    }
    await Promise.all(Array.from({ length: request.limitRate === null ? parallel : 1 }, lane))
    return moved
  }
}

/** From the front of the queue: enough for all lanes, and no more than is worth to be seen at once. */
function takeRound(waiting: readonly SyncItem[], files: number): SyncItem[] {
  let bytes = 0
  const end = waiting.findIndex((item, index) => {
    const isFull = index >= files || (index >= parallel && bytes >= first.bytes)
    bytes += item.size
    return isFull
  })
  return end < 0 ? [...waiting] : waiting.slice(0, end)
}

/** Seconds that the server asked for; null when it did not. */
function longestWait(ends: readonly ItemEnd[]): number | null {
  const asked = ends
    .filter(({ error }) => error?.code === 'cloud.busy')
    .map(({ error }) => Number(error?.params['seconds'] ?? 0))
  return asked.length === 0 ? null : Math.max(...asked)
}
