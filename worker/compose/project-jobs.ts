import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import type * as z from 'zod'
import { ApplyDeltasRequest, ApplyDeltasResult } from '#worker/api/deltas.ts'
import type { JobType } from '#worker/api/jobs.ts'
import type { MirrorTrouble } from '#worker/api/mirror.ts'
import type { Secrets } from '#worker/api/messages.ts'
import { parsePgServices } from '#worker/api/pg-services.ts'
import { CheckRequest, CheckResult, PackageRequest, PackageResult } from '#worker/api/projects.ts'
import type { SecretBook } from '#worker/compose/secret-book.ts'
import { hideSecrets } from '#worker/domain/feedback/hide.ts'
import { probePostgres } from '#worker/mirror/probe.ts'
import { pack } from '#worker/export/pack.ts'
import { copyProject } from '#worker/intake/copy-project.ts'
import { surveyFolder, whichExist } from '#worker/intake/project-folder.ts'
import type { Qgis } from '#worker/qgis/keeper.ts'
import type { JobPlan, Runner } from '#worker/queue/run.ts'
import { reach } from '#worker/reach/reach.ts'
import { applyDeltas, applyDeltasSteps } from '#worker/steps/apply-deltas.ts'
import { check, checkSteps, type CheckPorts } from '#worker/steps/check.ts'
import { packageProject, packageSteps } from '#worker/steps/package.ts'
import type { FilesPort, ProjectFoldersPort } from '#worker/steps/ports.ts'
import type { ProjectRun } from '#worker/steps/project-job.ts'
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
  { qgis, secrets }: { qgis: Qgis; secrets: Pick<SecretBook, 'told'> },
): { [T in JobType]?: JobPlan } {
  const files = createJobFolder(ledger)
  const ports = async ({ signal }: Parameters<Runner>[0]) =>
    projectPorts(files, qgis, await secrets.told(signal))
  const runOf = <Q extends { folder: string }, R>(
    { job, signal, report, keep }: Parameters<Runner>[0],
    request: z.ZodType<Q>,
    result: z.ZodType<R>,
  ): ProjectRun<Q, R> => ({
    jobId: job.id,
    request: request.parse(job.request),
    workFolder: join(workDir(dataDir), job.id),
    signal,
    report,
    keep,
    earlier: result.safeParse(job.result).data ?? null,
  })
  return {
    process_projectfile: {
      steps: checkSteps,
      run: async (job) =>
        check(runOf(job, CheckRequest, CheckResult), { ...(await ports(job)), reach, signIn }),
    },
    package: {
      steps: packageSteps,
      run: async (job) =>
        packageProject(runOf(job, PackageRequest, PackageResult), { ...(await ports(job)), pack }),
    },
    delta_apply: {
      steps: applyDeltasSteps,
      run: async (job) =>
        applyDeltas(runOf(job, ApplyDeltasRequest, ApplyDeltasResult), {
          ...(await ports(job)),
          deltas: ledger.deltas,
        }),
    },
  }
}

/** With as much TLS as the address itself asks for: the question is whether name and password are right. */
async function signIn(url: string): Promise<'ok' | MirrorTrouble> {
  const answer = await probePostgres({ url, tls: 'disable', caFile: null, password: null })
  return answer.reachable ? 'ok' : answer.trouble
}

function projectPorts(
  files: FilesPort,
  qgis: Qgis,
  { services: text, env }: Secrets,
): Omit<CheckPorts, 'reach' | 'signIn'> {
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
