import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SyncRequest, type SyncResult } from '#worker/api/cloud.ts'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { LogLine } from '#worker/api/jobs.ts'
import { etag, sha256 } from '#worker/cloud/fingerprint.ts'
import { hashFiles } from '#worker/intake/hash-files.ts'
import { surveyPlace } from '#worker/intake/project-place.ts'
import { sync } from '#worker/steps/sync.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import type { Ledger } from '#worker/store/ledger.ts'

/** The real hands of a sync, but for the pauses, which last no time. */
export function syncPorts(ledger: Ledger, cloud: CloudClient): SyncPorts {
  return {
    signIn: async () => cloud,
    survey: surveyPlace,
    hash: (folder, names, how) =>
      hashFiles(folder, names, { ...how, hashers: () => ({ etag: etag(), sha256: sha256() }) }),
    attachmentDirs: async () => ['DCIM'],
    ledger: ledger.cloud,
    keepFile: ledger.blobs.putFile,
    now: Date.now,
    sleep: async (_, signal) => sleep(0, undefined, { signal }),
    random: () => 0.5,
  }
}

export interface Attempt {
  result: SyncResult | null
  /** Why it ended; null when it finished. */
  error: AppError | null
  /** What was remembered before an error was told. */
  kept: SyncResult | null
  said: string[]
}

/** One attempt of a sync job that the ledger has. */
export async function attempt(
  jobId: string,
  request: Parameters<typeof SyncRequest.parse>[0],
  ports: SyncPorts,
  signal: AbortSignal = new AbortController().signal,
): Promise<Attempt> {
  const seen: Attempt = { result: null, error: null, kept: null, said: [] }
  const log = (_: LogLine['level'], message: string) => void seen.said.push(message)
  const run: SyncRun = {
    jobId,
    request: SyncRequest.parse(request),
    signal,
    report: { step: (id) => void seen.said.push(`step ${id}`), progress: () => undefined, log },
    keep: (_, result) => void (seen.kept = result),
  }
  try {
    seen.result = await sync(run, ports)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    seen.error = thrown
  }
  return seen
}

/** A job of type sync in the ledger; its id. */
export function syncJob(ledger: Ledger): string {
  return ledger.jobs.create({ type: 'sync', title: 'sync', request: {}, files: [], maxAttempts: 20 }).id
}

/** Files below a folder, as if they had stood there for an hour. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const then = new Date(Date.now() - 3_600_000)
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    utimesSync(path, then, then)
  }
}

export const codeOf = ({ error }: Attempt): ErrorCode | null => error?.code ?? null
