import { join } from 'node:path'
import { GenerateRequest, GenerateResult, type JobType } from '#worker/api/jobs.ts'
import type { JobPlan } from '#worker/queue/run.ts'
import { generate, generateSteps, type GeneratePorts } from '#worker/steps/generate.ts'
import { createJobFolder } from '#worker/store/job-folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'
import { workDir } from '#worker/store/paths.ts'

/** What the queue does for each type of job. */
export function jobPlans(
  dataDir: string,
  ledger: Ledger,
  ports: Omit<GeneratePorts, 'files'>,
): { [T in JobType]?: JobPlan } {
  const files = createJobFolder(ledger)
  return {
    generate: {
      steps: generateSteps,
      run: ({ job, signal, report, keep }) =>
        generate(
          {
            jobId: job.id,
            request: GenerateRequest.parse(job.request),
            workFolder: join(workDir(dataDir), job.id),
            signal,
            report,
            earlier: job.result === null ? null : GenerateResult.parse(job.result),
            keep,
          },
          { ...ports, files },
        ),
    },
  }
}
