import { expect, test } from 'vitest'
import { newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const from = { id: '0199aaaa-0000-7000-8000-000000000001', origin: 'ftm on db.example.org' }

test('a taken job keeps its id and says where it came from', async () => {
  const { jobs, taken } = await temporaryLedger()
  const job = jobs.create({ ...newJob('a'), from })
  taken.hold({ jobId: job.id, server: 's', token: 't1' })
  expect(job).toMatchObject(from)
  expect(taken.held('s')).toEqual([{ jobId: job.id, server: 's', token: 't1', state: 'held' }])
  expect(taken.held('another')).toEqual([])
  expect(taken.count()).toBe(1)
})

test('a word about an older lease changes nothing', async () => {
  const { jobs, taken } = await temporaryLedger()
  const job = jobs.create({ ...newJob('a'), from })
  taken.hold({ jobId: job.id, server: 's', token: 't1' })
  taken.end(job.id, 't1', 'lost')
  taken.hold({ jobId: job.id, server: 's', token: 't2' })
  taken.end(job.id, 't1', 'delivered')
  expect(taken.get(job.id)).toMatchObject({ token: 't2', state: 'held' })
})

test('it is forgotten with its job', async () => {
  const { jobs, taken } = await temporaryLedger()
  const job = jobs.create({ ...newJob('a'), from })
  taken.hold({ jobId: job.id, server: 's', token: 't1' })
  jobs.discard(job.id)
  expect(taken.get(job.id)).toBeNull()
})
