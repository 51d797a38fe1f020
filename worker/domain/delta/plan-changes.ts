import type * as z from 'zod'
import type { AppliedDelta, ApplyDeltasRequest, Delta, DeltaRole } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { invert } from '#worker/domain/delta/invert.ts'
import { featureKey, type KeyMap } from '#worker/domain/delta/key-map.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'
import { type DeltaFile, mostDeltas } from '#worker/domain/delta/parse-delta-file.ts'
import type { ChangesPlan, PlannedChange } from '#worker/domain/delta/plan.ts'

export interface Question {
  files: readonly DeltaFile[]
  /**
   * What the ledger knows of these files' deltas and of `request.uuids`, by uuid, in the order in which they came.
   */
  known: ReadonlyMap<string, LedgerDelta>
  request: Pick<
    z.output<typeof ApplyDeltasRequest>,
    'uuids' | 'overwriteConflicts' | 'inverse' | 'again' | 'role'
  >
  keys: KeyMap
}

/** A delta that was asked for. */
export interface AskedDelta {
  /** The answer as far as it is known before the session was asked: `pending` where it has to say. */
  answer: AppliedDelta
  /** Its place in the plan; null where nothing is to be done. */
  number: number | null
}

export interface PlannedChanges {
  plan: Omit<ChangesPlan, 'dryRun'>
  /** In the order in which they came: by the ledger first, then as the files have them. */
  asked: AskedDelta[]
}

/**
 * Decides what the session has to do, in which order and under which keys, and what needs no session: deltas that
 * were applied before, that stand twice in what was given, that somebody set aside or that the role may not make.
 * Deltas go in the order in which they came (the server's is by arrival, then by place in the file); an inverse begins
 * with what was applied last.
 *
 * @throws AppError deltas.none, deltas.notFound, deltas.tooMany
 */
export function planChanges({ files, known, request, keys }: Question): PlannedChanges {
  const candidates = inOrder(collect(files, known, request.uuids), known)
  if (candidates.length === 0) throw new AppError('deltas.none')
  if (candidates.length > mostDeltas) {
    throw new AppError('deltas.tooMany', { count: candidates.length, limit: mostDeltas })
  }
  const decide = request.inverse ? decideUndo : decideChange
  const decided = candidates.map((candidate) => decide(candidate, request, keys))
  const todo = decided.flatMap((one, at) => ('change' in one ? [{ at, change: one.change }] : []))
  const inTurn = request.inverse ? lastAppliedFirst(todo, candidates) : todo
  const numbers = new Map(inTurn.map(({ at }, number) => [at, number]))
  return {
    plan: {
      overwriteConflicts: request.overwriteConflicts,
      deltas: inTurn.map(({ change }, number) => ({ number, ...change })),
    },
    asked: decided.map(({ answer }, at) => ({ answer, number: numbers.get(at) ?? null })),
  }
}

interface Candidate {
  delta: Delta
  deltaFileId: string
  index: number
  kept: LedgerDelta | null
  /** Chosen from the ledger by name. */
  isChosen: boolean
  isRepeated: boolean
}

type Doable = { answer: AppliedDelta; change: Omit<PlannedChange, 'number'> }
type Decision = Doable | { answer: AppliedDelta }

function collect(
  files: readonly DeltaFile[],
  known: ReadonlyMap<string, LedgerDelta>,
  uuids: readonly string[],
): Candidate[] {
  const chosen = new Set(uuids)
  const missing = [...chosen].filter((uuid) => !known.has(uuid))
  if (missing.length > 0) throw new AppError('deltas.notFound', { count: missing.length })
  const seen = new Set<string>()
  const filed = files.flatMap((file) =>
    file.deltas.map((delta, index): Candidate => {
      const isRepeated = seen.has(delta.uuid)
      seen.add(delta.uuid)
      const kept = known.get(delta.uuid) ?? null
      const own = { delta, deltaFileId: file.id, index, kept, isChosen: chosen.has(delta.uuid), isRepeated }
      return kept === null || isRepeated ? own : { ...own, ...identityOf(kept) }
    }),
  )
  const others = [...chosen]
    .filter((uuid) => !seen.has(uuid))
    .map((uuid): Candidate => {
      const kept = known.get(uuid)!
      return { ...identityOf(kept), kept, isChosen: true, isRepeated: false }
    })
  return [...filed, ...others]
}

/** A uuid that came before is the delta that came before. */
function identityOf(kept: LedgerDelta): Pick<Candidate, 'delta' | 'deltaFileId' | 'index'> {
  return { delta: kept.content, deltaFileId: kept.deltaFileId, index: kept.index }
}

/** Sorting is stable: what the ledger does not know stays as the files have it. */
function inOrder(candidates: Candidate[], known: ReadonlyMap<string, LedgerDelta>): Candidate[] {
  const ranks = new Map([...known.keys()].map((uuid, rank) => [uuid, rank]))
  const rankOf = ({ delta }: Candidate): number => ranks.get(delta.uuid) ?? known.size
  return candidates.sort((one, other) => rankOf(one) - rankOf(other))
}

/** What the ledger never saw was applied elsewhere: as if it had come last. */
function lastAppliedFirst<T extends { at: number }>(
  todo: readonly T[],
  candidates: readonly Candidate[],
): T[] {
  const runOf = ({ at }: T): number => candidates[at]?.kept?.appliedRun ?? Number.MAX_SAFE_INTEGER
  return todo.toReversed().sort((one, other) => runOf(other) - runOf(one))
}

function decideChange(candidate: Candidate, request: Question['request'], keys: KeyMap): Decision {
  const { delta, kept, isChosen, isRepeated } = candidate
  const wanted = isChosen || request.again
  if (isRepeated) return settled(candidate, 'ignored', 'The same delta stands before it.')
  if (kept?.status === 'applied' && !wanted)
    return settled(candidate, 'ignored', 'The delta was applied before.')
  if (kept?.status === 'ignored' && !wanted) return settled(candidate, 'ignored', 'The delta was set aside.')
  return permitted(candidate, request.role, { delta, pk: featureKey(delta, keys) })
}

function decideUndo(candidate: Candidate, request: Question['request'], keys: KeyMap): Decision {
  const { delta, kept, isRepeated } = candidate
  if (isRepeated) return settled(candidate, 'ignored', 'The same delta stands before it.')
  if (kept !== null && kept.status !== 'applied')
    return settled(candidate, 'ignored', 'There is nothing to undo.')
  const inverse = invert(delta, kept?.modifiedPk ?? featureKey(delta, keys), kept?.replaced)
  if ('impossible' in inverse) return settled(candidate, 'not_applied', inverse.impossible)
  return permitted(candidate, request.role, inverse)
}

/** A reporter may only create, a reader nothing: QFieldCloud's roles. */
function permitted(candidate: Candidate, role: DeltaRole, change: Doable['change']): Decision {
  const { method } = change.delta
  if (role === 'reader' || (role === 'reporter' && method !== 'create')) {
    return settled(candidate, 'unpermitted', `A ${role} may not ${method} features.`)
  }
  return { answer: answerTo(candidate, change.delta), change }
}

function settled(candidate: Candidate, status: AppliedDelta['status'], message: string): Decision {
  return { answer: { ...answerTo(candidate, candidate.delta), status, message } }
}

/** `delta`: what is done, which for an inverse is not what came. */
function answerTo({ deltaFileId, index }: Candidate, delta: Delta): AppliedDelta {
  return {
    uuid: delta.uuid,
    deltaFileId,
    index,
    method: delta.method,
    layerId: delta.sourceLayerId === '' ? delta.localLayerId : delta.sourceLayerId,
    layerName: delta.localLayerName ?? '',
    status: 'pending',
    message: '',
    modifiedPk: null,
    conflicts: [],
    strict: [],
  }
}
