import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { discardTaken } from '#worker/compose/housekeeping.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'
import { AppError } from '#worker/api/errors.ts'

const hour = 3_600_000

test('answered jobs of others go after a day, failed ones after a week, and nobody’s else', async () => {
  const ledger = await temporaryLedger()
  const { jobs, taken, leases, clock, store } = ledger
  const folder = join(store.dir, 'taken')

  /** A job that has ended; `end` null leaves it unanswered. */
  function ended(id: string, origin: string | null, end: 'delivered' | null, failed = false): void {
    jobs.create({ ...newJob(id), ...(origin === null ? {} : { from: { id, origin } }) })
    const claim = leases.claim(generatePlan, hour)!
    if (failed) leases.fail(claim.lease, new AppError('qgis.failed').data)
    else leases.finish(claim.lease, {})
    if (origin === 'db') taken.hold({ jobId: id, server: 'server', token: id })
    if (origin === 'db' && end !== null) taken.end(id, id, end)
    mkdirSync(join(folder, claim.job.id), { recursive: true })
  }
  ended('answered', 'db', 'delivered')
  ended('waiting', 'db', null)
  ended('asked', 'HTTP', null)
  ended('own', null, null)
  ended('failed', 'db', 'delivered', true)
  const left = (): string[] =>
    jobs
      .list()
      .map(({ title }) => title)
      .sort()

  const gone: unknown[] = []
  const round = (): Promise<void> =>
    discardTaken(ledger, folder, clock.now(), (_, payload) => gone.push(payload))
  clock.at += 23 * hour
  await round()
  expect(left()).toEqual(['answered', 'asked', 'failed', 'own', 'waiting'])
  clock.at += 2 * hour
  await round()
  expect(left()).toEqual(['failed', 'own', 'waiting'])
  expect(gone).toEqual([{ id: 'answered' }, { id: 'asked' }])
  expect([existsSync(join(folder, 'answered')), existsSync(join(folder, 'waiting'))]).toEqual([false, true])
  clock.at += 7 * 24 * hour
  await round()
  expect(left()).toEqual(['own', 'waiting'])
  expect(taken.unanswered()).toEqual(['waiting'])
})
