import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

test('every change of a job waits, in the order in which jobs were accepted', async () => {
  const { jobs, leases, outbox } = await temporaryLedger()
  const [first, second] = [jobs.create(newJob('a')), jobs.create(newJob('b'))]
  outbox.sent(first.id, 1)
  const claim = leases.claim(generatePlan, 60_000)!
  expect(claim.job.id).toBe(first.id)
  expect(outbox.waiting(10)).toEqual([
    { jobId: first.id, revision: 2, discarded: false },
    { jobId: second.id, revision: 1, discarded: false },
  ])
})

test('a heartbeat is no news', async () => {
  const { jobs, leases, outbox } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  const { lease } = leases.claim(generatePlan, 60_000)!
  outbox.sent(job.id, 2)
  leases.heartbeat(lease, 60_000)
  expect(outbox.waiting(10)).toEqual([])
})

test('a change that comes while the one before is on its way keeps the job waiting', async () => {
  const { jobs, outbox } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  const [sending] = outbox.waiting(1)
  jobs.requestCancel(job.id)
  outbox.sent(job.id, sending!.revision)
  expect(outbox.waiting(10)).toEqual([{ jobId: job.id, revision: 2, discarded: false }])
  expect(outbox.count()).toBe(1)
})

test('a discarded job waits until its rows there are gone, and is forgotten then', async () => {
  const { jobs, outbox } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  outbox.sent(job.id, 1)
  jobs.discard(job.id)
  expect(outbox.waiting(10)).toEqual([{ jobId: job.id, revision: 2, discarded: true }])
  outbox.sent(job.id, 2)
  expect(outbox.count()).toBe(0)
  outbox.meet('another')
  expect(outbox.waiting(10)).toEqual([])
})

test('files wait apart from the state', async () => {
  const { jobs, blobs, outbox } = await temporaryLedger()
  const blob = await blobs.putBytes(Buffer.from('form'))
  const job = jobs.create({ ...newJob('a'), files: [{ name: 'form/f.xlsx', ...blob }] })
  // A server that has not heard of the job has no place for its files.
  expect(outbox.filesWaiting(10)).toEqual([])
  outbox.sent(job.id, 1)
  expect(outbox.filesWaiting(10)).toEqual([{ jobId: job.id, revision: 1 }])
  outbox.filesSent(job.id, 1)
  expect(outbox.count()).toBe(0)
})

test('another database hears everything again', async () => {
  const { jobs, outbox } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  outbox.meet('first')
  outbox.sent(job.id, 1)
  outbox.meet('first')
  expect(outbox.waiting(10)).toEqual([])
  outbox.meet('second')
  expect(outbox.waiting(10)).toEqual([{ jobId: job.id, revision: 1, discarded: false }])
})

test('a ledger that was restored from a backup speaks with a newer revision than the server has', async () => {
  const { jobs, outbox } = await temporaryLedger()
  const job = jobs.create(newJob('a'))
  outbox.overtake(job.id, 9)
  expect(outbox.waiting(10)).toEqual([{ jobId: job.id, revision: 10, discarded: false }])
})

test('whatever happens in whatever order, the last word that is sent is the last state', async () => {
  const step = fc.constantFrom('create', 'claim', 'cancel', 'retry', 'discard', 'send', 'crashAfterSend')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { jobs, leases, outbox } = await temporaryLedger()
      const there = new Map<string, { revision: number; state: string }>()
      const send = (mark: boolean): void => {
        for (const { jobId, revision, discarded } of outbox.waiting(2)) {
          if (discarded) there.delete(jobId)
          else if ((there.get(jobId)?.revision ?? 0) < revision)
            there.set(jobId, { revision, state: jobs.get(jobId).state })
          if (mark) outbox.sent(jobId, revision)
        }
      }
      const attempt = (work: () => unknown): void => {
        try {
          work()
        } catch {
          // Not every step fits every state.
        }
      }
      for (const name of steps) {
        const [newest] = jobs.list(1)
        if (name === 'create') jobs.create(newJob('a'))
        if (name === 'claim') leases.claim(generatePlan, 60_000)
        if (name === 'send') send(true)
        if (name === 'crashAfterSend') send(false)
        if (newest === undefined) continue
        if (name === 'cancel') attempt(() => jobs.requestCancel(newest.id))
        if (name === 'retry') attempt(() => jobs.retry(newest.id))
        if (name === 'discard') attempt(() => jobs.discard(newest.id))
      }
      while (outbox.waiting(1).length > 0) send(true)
      const told = [...there].map(([id, { state }]) => [id, state])
      expect(new Map(told as [string, string][])).toEqual(
        new Map(jobs.list().map((job) => [job.id, job.state])),
      )
    }),
    { numRuns: 40 },
  )
})
