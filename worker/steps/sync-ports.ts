import type * as z from 'zod'
import type { CloudJob, CloudLink, SyncRequest, SyncResult } from '#worker/api/cloud.ts'
import type { OutputFile } from '#worker/api/output.ts'
import type { FileBase, HashedFile } from '#worker/domain/cloud/compare.ts'
import type { Speeds } from '#worker/domain/cloud/estimate.ts'
import type { Trip } from '#worker/domain/cloud/order-sync.ts'
import type { ItemEnd, ItemKey, SyncItem } from '#worker/domain/cloud/sync-item.ts'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { Reporter } from '#worker/steps/ports.ts'

type KeptJob = Omit<CloudJob, 'failedStep' | 'findings'>

/** What the ledger remembers for syncs: `ledger.cloud`. Each call is one transaction. */
export interface SyncLedger {
  links: {
    find(folder: string): CloudLink | null
    /** Links a folder, and ends the creation that the job had begun. */
    write(link: Omit<CloudLink, 'syncedAt'>, jobId: string): void
    synced(folder: string): void
    beginCreation(jobId: string, project: { owner: string; name: string }): void
    dropCreation(jobId: string): void
    creationOf(jobId: string): { owner: string; name: string } | null
    base(folder: string, projectId: string): FileBase[]
    settle(folder: string, projectId: string, files: readonly FileBase[]): void
  }
  hashes: {
    list(folder: string): HashedFile[]
    update(folder: string, hashed: readonly HashedFile[], gone: readonly string[]): void
  }
  items: {
    list(jobId: string): SyncItem[]
    plan(jobId: string, trips: readonly Trip[]): void
    begin(jobId: string, items: readonly ItemKey[]): void
    end(jobId: string, items: readonly ItemEnd[], also?: () => void): void
    keepBefore(jobId: string, file: OutputFile): void
    kept(jobId: string): OutputFile[]
  }
  jobs: {
    keep(server: string, job: KeptJob, syncJob?: string | null): void
    awaitedBy(syncJob: string, type: string): KeptJob | null
    release(syncJob: string): void
  }
  speeds: {
    of(server: string): Speeds
    measured(server: string, direction: keyof Speeds, speed: number): void
  }
}

/** What looking at both sides needs. */
export interface ComparePorts {
  /** Nothing is asked yet. @throws AppError cloud.signedOut, cloud.expired */
  signIn: (accountId: string, signal: AbortSignal) => Promise<CloudClient>
  /** @throws AppError input.missing, input.unreadable; the signal's reason */
  survey: (folder: string, signal: AbortSignal) => Promise<FolderSurvey>
  /** Reads files; those that are gone are left out. @throws AppError project.changing, input.unreadable */
  hash: (
    folder: string,
    names: readonly string[],
    how: { signal: AbortSignal; onBytes?: (bytes: number) => void },
  ) => Promise<HashedFile[]>
  /** Folders of attachments that a project file names. @throws when it cannot be read */
  attachmentDirs: (project: string, signal: AbortSignal) => Promise<readonly string[]>
  ledger: Pick<SyncLedger, 'links' | 'hashes' | 'speeds'>
  /** Milliseconds since 1970 UTC. */
  now: () => number
}

export interface SyncPorts extends ComparePorts {
  ledger: SyncLedger
  /** Copies a file into the ledger's blobs. */
  keepFile: (path: string) => Promise<Omit<OutputFile, 'name'>>
  /** Rejects with the signal's reason once it fires. */
  sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** In [0, 1). */
  random: () => number
}

export interface SyncRun {
  jobId: string
  /** With its defaults. */
  request: z.output<typeof SyncRequest>
  signal: AbortSignal
  report: Reporter
  /** Remembers outputs and result in the ledger before a failure is told. */
  keep(files: OutputFile[], result: SyncResult): void
}
