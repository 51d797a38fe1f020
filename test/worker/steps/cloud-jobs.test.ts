import { expect, test } from 'vitest'
import { listCloudJobs, readCloudJob } from '#worker/steps/cloud-jobs.ts'
import { opened, projectId, qgsFile, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

async function working() {
  const { server, cloud } = await opened('2026', { pauses: [] })
  await server.put(projectId, 'site.qgs', qgsFile)
  const { jobs } = (await temporaryLedger()).cloud
  return { server, cloud, jobs, ports: { client: cloud, jobs } }
}

test('jobs are explained, and their logs kept for when the server has forgotten them', async () => {
  const { server, cloud, jobs, ports } = await working()
  server.judges.job = (_, usual) => ({
    ...usual,
    status: 'failed',
    feedback: { error: 'x', error_type: 'TIMEOUT' },
  })
  const { job } = await cloud.startJob(projectId, 'package')
  server.settle()
  const [first] = await listCloudJobs(projectId, ports)
  expect(first).toMatchObject({ id: job.id, status: 'failed', findings: [{ code: 'cloudTimedOut' }] })
  expect(jobs.find(job.id)?.log).toContain('::<<<::')
  server.state.jobs.clear()
  expect(await listCloudJobs(projectId, ports)).toEqual([first])
  expect(await readCloudJob(job.id, ports)).toEqual(first)
})

test('a log that is kept is not fetched again', async () => {
  const { server, cloud, ports } = await working()
  await cloud.startJob(projectId, 'package')
  server.settle()
  await listCloudJobs(projectId, ports)
  const before = server.requests.length
  expect(await listCloudJobs(projectId, ports)).toMatchObject([{ status: 'finished', findings: [] }])
  expect(server.requests.slice(before).map(({ path }) => path)).toEqual(['/api/v1/jobs/'])
})

test('without a connection there is what was kept, or the trouble', async () => {
  const { server, cloud, ports } = await working()
  server.trouble({ reset: true }, { on: /jobs/, times: 1 })
  expect((await refusalOf(listCloudJobs(projectId, ports))).code).toBe('cloud.unreachable')
  await cloud.startJob(projectId, 'package')
  server.settle()
  const listed = await listCloudJobs(projectId, ports)
  server.trouble({ reset: true }, { on: /jobs/, times: 2 })
  expect(await listCloudJobs(projectId, ports)).toEqual(listed)
  expect(await readCloudJob(listed[0]!.id, ports)).toEqual(listed[0])
})

test('no password of a log is kept', async () => {
  const { server, cloud, jobs, ports } = await working()
  server.judges.job = (_, usual) => ({ ...usual, output: 'postgres://ana:hunter2hunter2@db/x' })
  const { job } = await cloud.startJob(projectId, 'package')
  server.settle()
  await listCloudJobs(projectId, ports)
  expect(JSON.stringify(jobs.find(job.id))).not.toContain('hunter2')
})
