import type { CloudDelta } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import type { ServerDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { clientKey } from '#worker/domain/delta/key-map.ts'

/** A delta that this computer pushed before, and the one that it replaces. */
export interface EarlierPush {
  uuid: string
  of: string | null
}

export interface Reapplication {
  /** To be sent under fresh uuids, in this order. */
  deltas: ServerDelta[]
  /** Chosen, and not sent: a re-application of it is applied or waits. By the chosen one's uuid. */
  repeated: Map<string, CloudDelta>
  /** Creates that did not come through and are not among `deltas`, which change what they would have made. */
  needs: ServerDelta[]
  /** Newer deltas that did not come through and could once `deltas` are applied. */
  dependents: ServerDelta[]
}

type Status = CloudDelta['status']

const waiting = new Set<Status>(['pending', 'busy'])
const failed = new Set<Status>(['conflict', 'not_applied', 'error'])

/**
 * What it takes to have the server do some of its deltas once more. It has no call for that: the same content is
 * pushed under a fresh uuid. One that waits is left to wait. Of the newer ones go along those that failed, and
 * changes that were applied, so that the newest value wins again; what was created or deleted stays, and what
 * somebody set aside or was not permitted stays out.
 *
 * @param all oldest first
 * @throws AppError deltas.notFound; deltas.none when nothing is left to be sent
 */
export function planReapply(
  all: readonly ServerDelta[],
  chosen: { uuids: readonly string[]; andNewer: boolean },
  pushes: readonly EarlierPush[],
): Reapplication {
  const wanted = new Set(chosen.uuids)
  const first = all.findIndex(({ shown }) => wanted.has(shown.uuid))
  const found = all.filter(({ shown }) => wanted.has(shown.uuid))
  if (found.length < wanted.size) throw new AppError('deltas.notFound', { count: wanted.size - found.length })
  const again = repeats(all, pushes)
  const taken = all.filter(({ shown, content }, at) => {
    if (content === null || waiting.has(shown.status)) return false
    if (wanted.has(shown.uuid)) return true
    if (!chosen.andNewer || at < first) return false
    return failed.has(shown.status) || (shown.status === 'applied' && shown.method === 'patch')
  })
  const deltas = taken.filter(({ shown }) => !again.has(shown.uuid))
  const repeated = new Map([...again].filter(([uuid]) => taken.some(({ shown }) => shown.uuid === uuid)))
  if (deltas.length === 0 && repeated.size === 0) throw new AppError('deltas.none')
  const left = all.filter(({ shown }) => !deltas.some((one) => one.shown.uuid === shown.uuid))
  return { deltas, repeated, ...relatives(deltas, left, again) }
}

/** The newest re-application that is applied or waits, by the delta that it replaces. */
function repeats(all: readonly ServerDelta[], pushes: readonly EarlierPush[]): Map<string, CloudDelta> {
  const shown = new Map(all.map((one) => [one.shown.uuid, one.shown]))
  return new Map(
    pushes.flatMap(({ uuid, of }) => {
      const push = shown.get(uuid)
      if (of === null || push === undefined) return []
      return push.status === 'applied' || waiting.has(push.status) ? [[of, push] as const] : []
    }),
  )
}

function relatives(
  deltas: readonly ServerDelta[],
  left: readonly ServerDelta[],
  again: ReadonlyMap<string, unknown>,
): Pick<Reapplication, 'needs' | 'dependents'> {
  const changed = keysOf(deltas, ({ method }) => method !== 'create')
  const made = keysOf(deltas, ({ method }) => method === 'create')
  const applied = keysOf(left, ({ method, status }) => method === 'create' && status === 'applied')
  const isOpen = ({ shown }: ServerDelta): boolean => failed.has(shown.status) && !again.has(shown.uuid)
  return {
    needs: left.filter((one) => {
      const key = keyOf(one)
      if (key === null || one.shown.method !== 'create' || !isOpen(one)) return false
      return changed.has(key) && !applied.has(key) && !made.has(key)
    }),
    dependents: left.filter((one) => {
      const key = keyOf(one)
      return key !== null && one.shown.method !== 'create' && isOpen(one) && made.has(key)
    }),
  }
}

function keysOf(deltas: readonly ServerDelta[], which: (shown: CloudDelta) => boolean): Set<string> {
  return new Set(deltas.filter(({ shown }) => which(shown)).flatMap((one) => keyOf(one) ?? []))
}

const keyOf = ({ content }: ServerDelta): string | null => (content === null ? null : clientKey(content))
