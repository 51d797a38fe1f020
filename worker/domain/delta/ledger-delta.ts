import type { KeptDelta } from '#worker/api/deltas.ts'

/** A delta as the ledger gives it to a job: numbers have all their digits. */
export interface LedgerDelta extends KeptDelta {
  /** Orders the deltas that are in the data as they were applied; null where it is not. */
  appliedRun: number | null
}
