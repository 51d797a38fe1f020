import { createCloudAccounts } from '#worker/store/cloud-accounts.ts'
import { createCloudJobs } from '#worker/store/cloud-jobs.ts'
import { createCloudLinks } from '#worker/store/cloud-links.ts'
import { createCloudPushes } from '#worker/store/cloud-pushes.ts'
import { createCloudSpeeds } from '#worker/store/cloud-speeds.ts'
import type { Store } from '#worker/store/connection.ts'
import { createFileHashes } from '#worker/store/file-hashes.ts'
import type { Files } from '#worker/store/files.ts'
import { createSyncItems } from '#worker/store/sync-items.ts'

/** What the ledger knows of QFieldCloud. */
export function createCloud(store: Store, files: Files, now: () => number) {
  return {
    accounts: createCloudAccounts(store, now),
    links: createCloudLinks(store, now),
    hashes: createFileHashes(store),
    items: createSyncItems(store, files),
    jobs: createCloudJobs(store),
    speeds: createCloudSpeeds(store, now),
    pushes: createCloudPushes(store, now),
  }
}

export type CloudStore = ReturnType<typeof createCloud>
