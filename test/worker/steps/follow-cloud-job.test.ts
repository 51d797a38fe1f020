import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { RemoteJob } from '#worker/steps/cloud-port.ts'
import { followCloudJob, hasEnded } from '#worker/steps/follow-cloud-job.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { opened, projectId, qgsFile, refusalOf } from '#test/worker/cloud/opened.ts'

/** A package job that waits, and hands that follow it: `waits` are all sleeps, in milliseconds. */
async function packaging(profile: Profile = '2026') {
  const { server, cloud } = await opened(profile, { pauses: [] })
  await server.put(projectId, 'site.qgs', qgsFile)
  const { job } = await cloud.startJob(projectId, 'package')
  const kept: RemoteJob[] = []
  const waits: number[] = []
  const ports = {
    client: cloud,
    sleep: async (ms: number) => void waits.push(ms),
    keep: (told: RemoteJob) => void kept.push(told),
  }
  return { server, jobId: job.id, kept, waits, ports }
}

const { signal } = new AbortController()

test.each(['2024', '2026'] as const)('keeps what a job of %s comes to, and all before', async (profile) => {
  const { jobId, kept, ports } = await packaging(profile)
  const job = await followCloudJob({ jobId, signal }, ports)
  expect(job.status).toBe('finished')
  expect(job.feedback).toMatchObject({ workflow_id: 'package_project' })
  expect(job.log).toContain('::<<<::')
  expect(kept.at(-1)).toEqual(job)
  expect(new Set(kept.map(({ status }) => status))).toEqual(
    new Set(['pending', 'queued', 'started', 'finished']),
  )
})

test('looks ever less often, and no less than every five seconds', async () => {
  const { jobId, waits, ports } = await packaging()
  let looks = 0
  const client = {
    async job(id: string): Promise<RemoteJob> {
      looks += 1
      return { ...(await ports.client.job(id)), status: looks < 12 ? 'queued' : 'finished' }
    },
  }
  await followCloudJob({ jobId, signal }, { ...ports, client })
  expect(waits).toHaveLength(11)
  expect(waits[0]).toBe(2000)
  expect(waits.at(-1)).toBe(5000)
  expect(waits.every((ms, at) => ms >= (waits[at - 1] ?? 0))).toBe(true)
})

test('a failed job is an answer, with its end only in updatedAt', async () => {
  const { server, jobId, ports } = await packaging()
  server.judges.job = (_, usual) => ({ ...usual, status: 'failed' })
  const job = await followCloudJob({ jobId, signal }, ports)
  expect(job).toMatchObject({ status: 'failed', finishedAt: null })
})

test('a bad connection does not end it; one that stays bad does', async () => {
  const { server, jobId, ports } = await packaging()
  server.trouble({ reset: true }, { on: /jobs\/./, times: 3 })
  expect((await followCloudJob({ jobId, signal }, ports)).status).toBe('finished')
  server.trouble({ reset: true }, { on: /jobs\/./, times: 100 })
  expect((await refusalOf(followCloudJob({ jobId, signal }, ports))).code).toBe('cloud.unreachable')
})

test('waits as long as a busy server asks', async () => {
  const { server, jobId, waits, ports } = await packaging()
  server.trouble({ tooMany: { retryAfter: 30 } }, { on: /jobs\/./, times: 1 })
  await followCloudJob({ jobId, signal }, ports)
  expect(waits[0]).toBe(30_000)
})

test('a token that runs out is told at once', async () => {
  const { server, jobId, waits, ports } = await packaging()
  server.expireTokens()
  expect((await refusalOf(followCloudJob({ jobId, signal }, ports))).code).toBe('cloud.expired')
  expect(waits).toEqual([])
})

test('answers what it has once it has waited enough', async () => {
  const { jobId, waits, ports } = await packaging()
  const client = {
    job: async (id: string): Promise<RemoteJob> => ({ ...(await ports.client.job(id)), status: 'queued' }),
  }
  const job = await followCloudJob({ jobId, signal, longest: 10_000 }, { ...ports, client })
  expect(hasEnded(job)).toBe(false)
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(10_000)
})

test('stops when it is told to', async () => {
  const { jobId, ports } = await packaging()
  const stop = new AbortController()
  const sleep = async (): Promise<void> => stop.abort(new AppError('job.cancelled'))
  const refusal = await refusalOf(followCloudJob({ jobId, signal: stop.signal }, { ...ports, sleep }))
  expect(refusal.code).toBe('job.cancelled')
})
