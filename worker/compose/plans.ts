import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import {
  BasemapRequest,
  DroneRequest,
  GenerateRequest,
  GenerateResult,
  type JobType,
} from '#worker/api/jobs.ts'
import type { CloudAccounts } from '#worker/cloud/accounts.ts'
import { connectCloud } from '#worker/cloud/connect.ts'
import { download } from '#worker/cloud/download.ts'
import { pack } from '#worker/export/pack.ts'
import { unpackPlugin } from '#worker/intake/plugin-zip.ts'
import type { JobPlan } from '#worker/queue/run.ts'
import { basemap, basemapSteps, type BasemapPorts } from '#worker/steps/basemap.ts'
import { drone, droneSteps } from '#worker/steps/drone.ts'
import { generate, generateSteps, type GeneratePorts } from '#worker/steps/generate.ts'
import { createJobFolder } from '#worker/store/job-folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import { workDir } from '#worker/store/paths.ts'

/** What the queue does for each type of job. */
export function jobPlans(
  dataDir: string,
  ledger: Ledger,
  ports: Omit<GeneratePorts, 'files'> & { accounts: CloudAccounts },
): { [T in JobType]?: JobPlan } {
  const files = createJobFolder(ledger)
  const workFolder = (jobId: string): string => join(workDir(dataDir), jobId)
  return {
    generate: {
      steps: generateSteps,
      run: ({ job, signal, report, keep }) =>
        generate(
          {
            jobId: job.id,
            request: GenerateRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            earlier: job.result === null ? null : GenerateResult.parse(job.result),
            keep,
          },
          { ...ports, files },
        ),
    },
    drone: {
      steps: droneSteps,
      run: ({ job, signal, report, keep }) =>
        drone(
          {
            jobId: job.id,
            request: DroneRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            keep,
          },
          { qgis: ports.qgis, files, download, unpack: unpackPlugin, pack },
        ),
    },
    basemap: {
      steps: basemapSteps,
      run: ({ job, signal, report, keep }) =>
        basemap(
          {
            jobId: job.id,
            request: BasemapRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            keep,
          },
          { qgis: ports.qgis, files, download, signIn: signInBy(ports.accounts) },
        ),
    },
  }
}

function signInBy(accounts: CloudAccounts): BasemapPorts['signIn'] {
  return async (jobId, signal) => {
    const account = accounts.of(jobId)
    if (account === null) throw new AppError('cloud.noAccount')
    return connectCloud(account, signal)
  }
}
