import type { Delta } from '#worker/api/deltas.ts'
import type { DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'

/** How a device calls a feature -> the key that it has in the layer. */
export type KeyMap = ReadonlyMap<string, string>

/** How a device calls the feature of a delta: QFieldCloud's `clientPks` since 2025-08. Null without a device. */
export function clientKey(delta: Delta): string | null {
  return delta.clientId === undefined ? null : `${delta.clientId}__${delta.localLayerId}__${delta.localPk}`
}

/** What files say themselves, and over it what this folder's ledger knows of deltas that were applied here. */
export function keyMapOf(ledger: KeyMap, files: readonly DeltaFile[]): KeyMap {
  return new Map([...files.flatMap((file) => Object.entries(file.clientPks)), ...ledger])
}

/**
 * The key of a delta's feature in the layer: of a feature that a device made the one that it got, else `sourcePk`. A
 * key without the layer is how servers wrote `clientPks` before 2025-08.
 */
export function featureKey(delta: Delta, keys: KeyMap): string {
  const name = clientKey(delta)
  if (name === null) return delta.sourcePk
  return keys.get(name) ?? keys.get(`${delta.clientId}__${delta.localPk}`) ?? delta.sourcePk
}
