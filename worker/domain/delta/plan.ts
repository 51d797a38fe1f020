import type { AppliedDelta, Delta } from '#worker/api/deltas.ts'

/** What the session has to apply: one delta after the other, each whole or not at all. */
export interface ChangesPlan {
  overwriteConflicts: boolean
  /** What layers of a database would take is not kept there. */
  dryRun: boolean
  deltas: PlannedChange[]
}

export interface PlannedChange {
  /** Where it stands in the plan. */
  number: number
  delta: Delta
  /**
   * The feature's key in the layer: what the ledger knows of an earlier create (`clientPks`), else the delta's
   * `sourcePk`.
   */
  pk: string
  /** A create that brings a deleted feature back: under `pk`, whatever key its attributes name. */
  restores?: true
}

export interface ChangesReport {
  /** In the order of the plan; of a job that broke as far as it came. */
  deltas: ({ number: number } & Pick<
    AppliedDelta,
    'status' | 'message' | 'modifiedPk' | 'conflicts' | 'strict' | 'layerName' | 'replaced'
  >)[]
  /**
   * What ended the job, as QFieldCloud's worker would have ended: then nothing counts and the copy is thrown away.
   */
  broken: { number: number; why: string } | null
  /**
   * Numbers of the deltas that a database has for good: no later trouble with the copy takes them back. Files of the
   * copy are not in their place yet.
   */
  committed: number[]
  /** Counts of the touched layers, without a filter; `after` in the reopened file, whose path is absolute. */
  layers: { id: string; name: string; file: string | null; before: number; after: number; expected: number }[]
}
