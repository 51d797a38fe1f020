import type { CloudJob, CloudLink } from '#worker/api/cloud.ts'
import { explainJob } from '#worker/domain/cloud/explain-job.ts'
import { hushJob } from '#worker/domain/cloud/hush-job.ts'
import type { CloudClient, RemoteJob } from '#worker/steps/cloud-port.ts'
import { followCloudJob } from '#worker/steps/follow-cloud-job.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'

export interface ServerJobs {
  /** The server's check of what was uploaded, once it has ended. */
  check(): Promise<CloudJob>
  /** A package of the project, once its job has ended. */
  makePackage(): Promise<CloudJob>
}

/** Jobs of the server's that a sync waits for; an attempt that was interrupted goes on waiting for the same. */
export function serverJobs(
  { jobId, signal, report }: SyncRun,
  cloud: CloudClient,
  { ledger: { jobs }, sleep }: SyncPorts,
  link: CloudLink,
): ServerJobs {
  const keep = (job: RemoteJob) => jobs.keep(cloud.server, hushJob(job), jobId)

  async function follow(id: string): Promise<CloudJob> {
    const ended = await followCloudJob(
      { jobId: id, signal },
      {
        client: cloud,
        sleep,
        keep(job) {
          keep(job)
          report.log('info', `${job.type} at ${cloud.server}: ${job.status}`)
        },
      },
    )
    return explainJob(ended)
  }

  /** The check that has yet to begin, so that it sees all that was sent; one of our own where there is none. */
  async function nextCheck(): Promise<string> {
    const waiting = (await cloud.jobs(link.projectId)).find(
      ({ type, status }) => type === 'process_projectfile' && (status === 'pending' || status === 'queued'),
    )
    const job = waiting ?? (await cloud.startJob(link.projectId, 'process_projectfile')).job
    keep(job)
    return job.id
  }

  async function nextPackage(): Promise<string> {
    const { job } = await cloud.startJob(link.projectId, 'package')
    keep(job)
    return job.id
  }

  /** One that failed is no answer to somebody who asked again. */
  function awaited(type: RemoteJob['type']): string | null {
    const job = jobs.awaitedBy(jobId, type)
    return job === null || job.status === 'failed' || job.status === 'stopped' ? null : job.id
  }

  return {
    check: async () => follow(awaited('process_projectfile') ?? (await nextCheck())),
    makePackage: async () => follow(awaited('package') ?? (await nextPackage())),
  }
}
