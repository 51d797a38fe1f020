import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { formBody, jsonBody } from '#worker/cloud/body.ts'
import { readOne, type Probe } from '#worker/cloud/probe.ts'
import { askJson, type Cloudy } from '#worker/cloud/request.ts'
import { Job } from '#worker/cloud/shapes.ts'
import type { CloudClient, RemoteJob } from '#worker/steps/cloud-port.ts'

export function jobCalls(cloud: Cloudy, probe: Probe): Pick<CloudClient, 'jobs' | 'job' | 'startJob'> {
  /** Where this server reads which project's jobs are wanted; null before it was seen. */
  let where: 'query' | 'body' | null = null

  async function list(projectId: string, by: 'query' | 'body'): Promise<RemoteJob[]> {
    const query = { project_id: projectId }
    const asked =
      by === 'query' ? { path: 'jobs', query } : { path: 'jobs', body: formBody(new URLSearchParams(query)) }
    const { value } = await askJson(cloud, asked, z.array(Job))
    where = by
    return value
  }

  return {
    async jobs(projectId) {
      const found = await list(projectId, where ?? 'query').catch((cause: unknown) => {
        // Servers before the spring of 2026 want it in the body, and say 400 or 500 to the other way.
        const status = cause instanceof AppError ? cause.data.params['status'] : undefined
        if (where !== null || (status !== 400 && status !== 500)) throw cause
        return list(projectId, 'body')
      })
      return found
        .filter((job) => job.projectId === projectId)
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    },
    async job(id) {
      return (await readOne(probe, askJson(cloud, { path: `jobs/${encodeURIComponent(id)}` }, Job))).value
    },
    async startJob(projectId, type) {
      const body = jsonBody({ project_id: projectId, type, force: 0 })
      const { value, answer } = await askJson(cloud, { method: 'POST', path: 'jobs', body }, Job)
      return { job: value, joined: answer.status === 200 }
    },
  }
}
