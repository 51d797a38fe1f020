import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createEventLines } from '#worker/cli/event-lines.ts'
import { loadWords } from '#worker/words/words.ts'
import { AppError } from '#worker/api/errors.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

test('each thing that is new is a line, with an error in words', async () => {
  const { jobs, leases } = await temporaryLedger()
  const lines: string[] = []
  const tell = createEventLines(loadWords(resolve('resources')), (line) => lines.push(line))
  const created = jobs.create({ ...newJob('Wells'), from: { id: 'a1', origin: 'field · db' } })
  tell('job.changed', created)
  const claim = leases.claim(generatePlan, 60_000)!
  tell('job.changed', claim.job)
  tell('job.changed', leases.report(claim.lease, { progress: 0.5, steps: [], lines: [] }).job)
  tell('job.changed', leases.fail(claim.lease, new AppError('job.cancelled').data))
  tell('job.discarded', { id: 'a1' })
  const mirror = { database: 'field', host: 'db', readOnly: false, listening: true, waiting: 0, taken: 0 }
  tell('mirror.changed', { ...mirror, state: 'connected', trouble: null, lastContact: null })
  tell('mirror.changed', { ...mirror, state: 'connected', trouble: null, lastContact: null, waiting: 1 })
  tell('mirror.changed', { ...mirror, state: 'unreachable', trouble: 'timeout', lastContact: null })
  expect(lines).toEqual([
    'job a1 queued “Wells” of field · db',
    'job a1 started “Wells” of field · db',
    'job a1 failed “Wells” of field · db: The work was cancelled. Nothing half-made was left behind, and what was asked for is kept. Try again whenever you like.',
    'job a1 discarded',
    'database connected field on db',
    'database unreachable field on db: timeout',
  ])
})
