import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { ApplyDeltasRequest, ApplyDeltasResult } from '#worker/api/deltas.ts'
import type { JobType } from '#worker/api/jobs.ts'
import type { MirrorTrouble } from '#worker/api/mirror.ts'
import type { Secrets } from '#worker/api/messages.ts'
import { parsePgServices } from '#worker/api/pg-services.ts'
import { CheckRequest, PackageRequest, PackageResult } from '#worker/api/projects.ts'
import { hideSecrets } from '#worker/domain/feedback/hide.ts'
import { probePostgres } from '#worker/mirror/probe.ts'
import { pack } from '#worker/export/pack.ts'
import { copyProject } from '#worker/intake/copy-project.ts'
import { surveyFolder, whichExist } from '#worker/intake/project-folder.ts'
import type { Qgis } from '#worker/qgis/keeper.ts'
import type { JobPlan } from '#worker/queue/run.ts'
import { reach } from '#worker/reach/reach.ts'
import { applyDeltas, applyDeltasSteps } from '#worker/steps/apply-deltas.ts'
import { check, checkSteps, type CheckPorts } from '#worker/steps/check.ts'
import { packageProject, packageSteps } from '#worker/steps/package.ts'
import type { FilesPort, ProjectFoldersPort } from '#worker/steps/ports.ts'
import { createJobFolder } from '#worker/store/job-folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import { workDir } from '#worker/store/paths.ts'

/** Coordinators' folders as the steps see them. */
export const projectFolders: ProjectFoldersPort = {
  survey: (folder) => surveyFolder(folder),
  copy: copyProject,
  whichExist,
}

/** What the queue does for QFieldCloud's three types of job. */
export function projectJobPlans(
  dataDir: string,
  ledger: Ledger,
  parts: { qgis: Qgis; secrets: () => Secrets },
): { [T in JobType]?: JobPlan } {
  const workFolder = (jobId: string): string => join(workDir(dataDir), jobId)
  const files = createJobFolder(ledger)
  const ports = () => projectPorts(files, parts)
  return {
    process_projectfile: {
      steps: checkSteps,
      run: ({ job, signal, report, keep }) =>
        check(
          {
            request: CheckRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            keep,
          },
          { ...ports(), reach, signIn },
        ),
    },
    package: {
      steps: packageSteps,
      run: ({ job, signal, report, keep }) =>
        packageProject(
          {
            jobId: job.id,
            request: PackageRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            keep,
            earlier: PackageResult.safeParse(job.result).data ?? null,
          },
          { ...ports(), pack },
        ),
    },
    delta_apply: {
      steps: applyDeltasSteps,
      run: ({ job, signal, report, keep }) =>
        applyDeltas(
          {
            jobId: job.id,
            request: ApplyDeltasRequest.parse(job.request),
            workFolder: workFolder(job.id),
            signal,
            report,
            keep,
            earlier: ApplyDeltasResult.safeParse(job.result).data ?? null,
          },
          { ...ports(), deltas: ledger.deltas },
        ),
    },
  }
}

/** Without TLS: the question is whether name and password are right. */
async function signIn(url: string): Promise<'ok' | MirrorTrouble> {
  const answer = await probePostgres({ url, tls: 'disable', caFile: null, password: null })
  return answer.reachable ? 'ok' : answer.trouble
}

/** With the secrets of now: they may come after the worker. */
function projectPorts(
  files: FilesPort,
  { qgis, secrets }: { qgis: Qgis; secrets: () => Secrets },
): Omit<CheckPorts, 'reach' | 'signIn'> {
  const { services: text, env } = secrets()
  const { services } = parsePgServices(text)
  const passwords = [...services.values()].flatMap(({ password }) => password ?? [])
  return {
    services,
    files,
    folders: projectFolders,
    qgis: { alone: (work) => qgis.alone(work, { services: text, env }) },
    now: Date.now,
    uuid,
    hide: hideSecrets([...passwords, ...Object.values(env)]),
  }
}
