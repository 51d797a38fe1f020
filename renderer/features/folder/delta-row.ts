import type { ShownChanges } from '#renderer/features/folder/outcome.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { Delta, DeltaMethod, DeltaStatus, KeptDelta, StrictWarning } from '#worker/api/deltas.ts'

/** What was done to a change that a run calls applied: an undo applies its other way round. */
export type Deed = 'applied' | 'wouldApply' | 'undone' | 'wouldUndo'

/** The deed of a run, by what was asked for. */
export function deedOf({ request }: Pick<Job, 'request'>): Deed {
  if (request['inverse'] === true) return request['dryRun'] === true ? 'wouldUndo' : 'undone'
  return request['dryRun'] === true ? 'wouldApply' : 'applied'
}

/** One change as the list shows it: what the ledger keeps of it, with what the last run said where that is meant. */
export interface DeltaRow {
  uuid: string
  method: DeltaMethod
  layerId: string
  layer: string
  /** The feature's key. */
  pk: string
  /** `busy`: the server is at it. */
  status: DeltaStatus | 'busy'
  /** What `applied` means here. */
  deed: Deed
  message: string
  conflicts: string[]
  strict: StrictWarning[]
  /** Null while the ledger has not told it. */
  content: Delta | null
  /** When it was last touched; ISO 8601, null while unknown. */
  at: string | null
  /** Who sent it; null where nobody says. */
  by: string | null
}

/** A change as the ledger has it. */
export function rowOfKept({ content, ...kept }: KeptDelta): DeltaRow {
  return {
    uuid: kept.uuid,
    method: content.method,
    layerId: content.sourceLayerId,
    layer: content.localLayerName || content.sourceLayerId,
    pk: kept.modifiedPk ?? (content.sourcePk || content.localPk),
    status: kept.status,
    deed: 'applied',
    message: kept.message,
    conflicts: kept.conflicts,
    strict: kept.strict,
    content,
    at: kept.updatedAt,
    by: null,
  }
}

/** The changes of one run, with that run's verdicts, in its order. */
export function rowsOfRun(run: ShownChanges, deed: Deed, kept: ReadonlyMap<string, KeptDelta>): DeltaRow[] {
  // The same change may stand in two files; what was said last counts.
  const rows = new Map<string, DeltaRow>()
  for (const applied of run.deltas) {
    const known = kept.get(applied.uuid)
    rows.set(applied.uuid, {
      uuid: applied.uuid,
      method: applied.method,
      layerId: applied.layerId,
      layer: applied.layerName || applied.layerId,
      pk: applied.modifiedPk ?? known?.content.sourcePk ?? '',
      status: applied.status,
      deed,
      message: applied.message,
      conflicts: applied.conflicts,
      strict: applied.strict,
      content: known?.content ?? null,
      at: known?.updatedAt ?? null,
      by: null,
    })
  }
  return [...rows.values()]
}

export interface DeltaFilter {
  status: DeltaRow['status'] | 'all'
  layerId: string
  method: DeltaMethod | 'all'
}

export const noFilter: DeltaFilter = { status: 'all', layerId: 'all', method: 'all' }

export function filterRows(rows: DeltaRow[], { status, layerId, method }: DeltaFilter): DeltaRow[] {
  return rows.filter(
    (row) =>
      (status === 'all' || row.status === status) &&
      (layerId === 'all' || row.layerId === layerId) &&
      (method === 'all' || row.method === method),
  )
}

/** How many rows there are of each value; the most frequent first. */
export function tally<K extends string>(rows: DeltaRow[], keyOf: (row: DeltaRow) => K): [K, number][] {
  const counts = new Map<K, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

/** Uuids from the first chosen change on to the newest, in the order in which they came; ignored ones stay out. */
export function fromFirstOn(rows: DeltaRow[], chosen: ReadonlySet<string>): string[] {
  const first = rows.findIndex(({ uuid }) => chosen.has(uuid))
  if (first === -1) return []
  return rows
    .slice(first)
    .filter(({ uuid, status }) => status !== 'ignored' || chosen.has(uuid))
    .map(({ uuid }) => uuid)
}
