import type { Delta, KeptDelta } from '#worker/api/deltas.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'
import type { DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'

export const project = 'aaaaaaaa-0000-4000-8000-000000000000'
export const device = 'dddddddd-0000-4000-8000-000000000000'

/** A UUID that a number is read off. */
export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** A patch of feature 7 of the layer `wells`, unless told otherwise. */
export function delta(number: number, parts: Partial<Delta> = {}): Delta {
  return {
    uuid: uuidOf(number),
    clientId: device,
    localPk: '7',
    sourcePk: '7',
    localLayerId: 'wells',
    sourceLayerId: 'wells',
    method: 'patch',
    old: { attributes: { depth: 12 } },
    new: { attributes: { depth: 14 } },
    ...parts,
  }
}

export function deltaFile(deltas: Delta[], parts: Partial<DeltaFile> = {}): DeltaFile {
  const id = 'ffffffff-0000-4000-8000-000000000000'
  return { name: 'delta.json', id, project, version: '1.0', deltas, files: [], clientPks: {}, ...parts }
}

/** A delta as the ledger has it: applied to feature 7, unless told otherwise. */
export function kept(content: Delta, parts: Partial<LedgerDelta> = {}): LedgerDelta {
  const at = '2026-01-15T12:00:00.000Z'
  const base: KeptDelta = {
    uuid: content.uuid,
    deltaFileId: 'eeeeeeee-0000-4000-8000-000000000000',
    index: 0,
    content,
    status: 'applied',
    message: '',
    modifiedPk: '7',
    conflicts: [],
    strict: [],
    jobId: 'a',
    createdAt: at,
    updatedAt: at,
  }
  const appliedRun = parts.status === undefined || parts.status === 'applied' ? 1 : null
  return { ...base, appliedRun, ...parts }
}
