import {
  type Delta,
  type DeltaSide,
  type DeltaStatus,
  type KeptDelta,
  StrictWarning,
} from '#worker/api/deltas.ts'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'

/** A row of `deltas`; times in milliseconds since 1970 UTC. */
export interface DeltaRow {
  uuid: string
  delta_file_id: string
  position: number
  content: string
  status: DeltaStatus
  message: string
  modified_pk: string | null
  conflicts: string
  strict: string
  replaced: string | null
  job_id: string | null
  applied_run: number | null
  created_at: number
  updated_at: number
}

export interface RunRow {
  job_id: string
  inverse: 0 | 1
  status: DeltaStatus
  message: string
  modified_pk: string | null
  at: number
}

/** What one job made of a delta. */
export interface DeltaRun {
  jobId: string
  /** It was to be undone. */
  inverse: boolean
  status: DeltaStatus
  message: string
  modifiedPk: string | null
  /** ISO 8601, UTC. */
  at: string
}

export function toDelta(row: DeltaRow): KeptDelta {
  return kept(row, JSON.parse(row.content))
}

export function toLedgerDelta(row: DeltaRow): LedgerDelta {
  return { ...kept(row, parseExactly(row.content)), appliedRun: row.applied_run }
}

function kept(row: DeltaRow, content: unknown): KeptDelta {
  return {
    uuid: row.uuid,
    deltaFileId: row.delta_file_id,
    index: row.position,
    content: content as Delta,
    status: row.status,
    message: row.message,
    modifiedPk: row.modified_pk,
    conflicts: JSON.parse(row.conflicts) as string[],
    strict: warnings(row.strict),
    ...(row.replaced === null ? {} : { replaced: parseExactly(row.replaced) as DeltaSide }),
    jobId: row.job_id,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  }
}

/** Codes may be renamed from one version to the next; a delta with an old one must still be listed. */
function warnings(text: string): StrictWarning[] {
  return (JSON.parse(text) as unknown[]).flatMap((one) => StrictWarning.safeParse(one).data ?? [])
}

export function toRun(row: RunRow): DeltaRun {
  return {
    jobId: row.job_id,
    inverse: row.inverse === 1,
    status: row.status,
    message: row.message,
    modifiedPk: row.modified_pk,
    at: iso(row.at),
  }
}

const iso = (at: number): string => new Date(at).toISOString()
