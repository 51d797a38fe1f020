import type { CloudJob } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { explainJob } from '#worker/domain/cloud/explain-job.ts'
import { hushJob, type ServerJob } from '#worker/domain/cloud/hush-job.ts'
import { mergeJobs } from '#worker/domain/cloud/merge-jobs.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { hasEnded } from '#worker/steps/follow-cloud-job.ts'

export interface CloudJobsPorts {
  client: Pick<CloudClient, 'server' | 'jobs' | 'job'>
  jobs: {
    keep(server: string, job: ServerJob): void
    list(projectId: string): ServerJob[]
    find(id: string): ServerJob | null
  }
}

/** Jobs whose log is fetched when a list is looked at: the server forgets logs after some months. */
const mostFetched = 10

/**
 * All jobs of a project, newest first, explained; logs of those that ended are fetched and kept, the newest first.
 * Without a connection those that were kept.
 *
 * @throws AppError cloud.*
 */
export async function listCloudJobs(projectId: string, ports: CloudJobsPorts): Promise<CloudJob[]> {
  const { client, jobs } = ports
  const kept = jobs.list(projectId)
  try {
    const listed = mergeJobs(await client.jobs(projectId), kept)
    const silent = listed.filter((job) => hasEnded(job) && job.log === null && job.feedback === null)
    const fetched = new Map<string, CloudJob>()
    for (const job of silent.slice(0, mostFetched)) fetched.set(job.id, await readCloudJob(job.id, ports))
    return listed.map((job) => fetched.get(job.id) ?? explainJob(job))
  } catch (thrown) {
    if (!isUnseen(thrown) || kept.length === 0) throw thrown
    return kept.map(explainJob)
  }
}

/**
 * One job with its feedback and log, kept and explained; as it was kept where the server cannot be asked, or does not
 * have it any more.
 *
 * @throws AppError cloud.*
 */
export async function readCloudJob(id: string, { client, jobs }: CloudJobsPorts): Promise<CloudJob> {
  try {
    const job = hushJob(await client.job(id))
    jobs.keep(client.server, job)
    return explainJob(job)
  } catch (thrown) {
    const kept = jobs.find(id)
    if (kept === null || !isUnseen(thrown)) throw thrown
    return explainJob(kept)
  }
}

function isUnseen(thrown: unknown): boolean {
  return thrown instanceof AppError && (thrown.data.retry === 'backoff' || thrown.code === 'cloud.notFound')
}
