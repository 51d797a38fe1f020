import type { SyncedFile } from '#worker/api/cloud.ts'
import type { Trip } from '#worker/domain/cloud/order-sync.ts'

/** A file of a sync job, as far as it has come. */
export type SyncItem = Trip & Pick<SyncedFile, 'state' | 'attempts' | 'error'>

/** Which item of a job: a name may go both ways. */
export type ItemKey = Pick<Trip, 'name' | 'direction'>

/** How a file's try ended; `done` means seen to be whole on the other side. */
export interface ItemEnd extends ItemKey, Pick<SyncedFile, 'error'> {
  state: 'waiting' | 'done' | 'failed' | 'skipped'
  size: number
  etag: string
}
