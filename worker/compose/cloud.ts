import { setTimeout as sleep } from 'node:timers/promises'
import { SyncRequest, type SyncPlan } from '#worker/api/cloud.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { Settings } from '#worker/api/settings.ts'
import { etag, sha256 } from '#worker/cloud/fingerprint.ts'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { trustedCertificates } from '#worker/cloud/trust.ts'
import type { Wire } from '#worker/cloud/wire.ts'
import type { CloudDesk } from '#worker/compose/cloud-desk.ts'
import type { SecretBook } from '#worker/compose/secret-book.ts'
import { hashFiles } from '#worker/intake/hash-files.ts'
import { placeOf, surveyPlace } from '#worker/intake/project-place.ts'
import type { JobPlan } from '#worker/queue/run.ts'
import { planSync, type PlanRequest } from '#worker/steps/plan-sync.ts'
import type { QgisPort } from '#worker/steps/ports.ts'
import type { SyncPorts } from '#worker/steps/sync-ports.ts'
import { sync, syncAttempts, syncSteps } from '#worker/steps/sync.ts'
import { createJobFolder } from '#worker/store/job-folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'

/** Syncs, with everything that they need. */
export interface CloudSync {
  plan(request: PlanRequest, signal: AbortSignal): Promise<SyncPlan>
  job: JobPlan
  /** A folder as links know it. */
  placeOf(folder: string): Promise<string>
}

export function composeSync(
  ledger: Ledger,
  { desk, secrets, qgis }: { desk: CloudDesk; secrets: Pick<SecretBook, 'told'>; qgis: QgisPort },
): CloudSync {
  const files = createJobFolder(ledger)
  const ports: SyncPorts = {
    async signIn(accountId, signal) {
      await secrets.told(signal)
      return desk.client(accountId, signal)
    },
    survey: surveyPlace,
    hash: (folder, names, how) =>
      hashFiles(folder, names, { ...how, hashers: () => ({ etag: etag(), sha256: sha256() }) }),
    attachmentDirs: async (path, signal) =>
      (await qgis.ask('projectFile', { path }, { signal })).attachmentDirs,
    ledger: ledger.cloud,
    now: Date.now,
    keepFile: (path) => files.keepFile(path),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
  }
  return {
    placeOf,
    plan: (request, signal) => planSync(request, ports, signal),
    job: {
      lane: 'cloud',
      steps: syncSteps,
      run: ({ job, signal, report, keep }) =>
        sync({ jobId: job.id, request: SyncRequest.parse(job.request), signal, report, keep }, ports),
    },
  }
}

/** Accepts a sync: everything else is looked at when it runs, which may be when there is a connection again. */
export function acceptSync(ledger: Ledger, asked: SyncRequest): Job {
  const request = SyncRequest.parse(asked)
  const title = request.folder.split(/[/\\]/).findLast((part) => part !== '') ?? request.folder
  return ledger.jobs.create({ type: 'sync', title, request, files: [], maxAttempts: syncAttempts })
}

/** The way to servers, made once for each certificate file that the settings name. */
export function createWires(settings: () => Settings): () => Promise<Wire> {
  let made: { file: string | null; wire: Promise<Wire> } | null = null
  return () => {
    const file = settings().cloudCaFile
    if (made?.file !== file) made = { file, wire: makeWire(file) }
    return made.wire.catch((thrown: unknown) => {
      made = null
      throw thrown
    })
  }
}

async function makeWire(file: string | null): Promise<Wire> {
  return nodeWire({ trusted: await trustedCertificates(file), proxyEnv: process.env })
}
