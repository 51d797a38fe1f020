import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { askFor, claimer, expire, extOf, onEveryPostgres, snapshot } from '#test/worker/mirror/jobs.ts'
import { AppError } from '#worker/api/errors.ts'
import { toldError } from '#worker/domain/mirror/snapshot.ts'
import { claimById, claimNext } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { extend, fail, handBack, refuse, tell, type LeaseKey } from '#worker/mirror/lease.ts'

const error = new AppError('qgis.failed', { message: 'no' }, { detail: 'Traceback' }).data

onEveryPostgres('a lease', ({ sql }) => {
  let lease: LeaseKey
  beforeEach(async () => {
    lease = await take('laptop')
  })

  async function take(worker: string): Promise<LeaseKey> {
    await askFor(sql())
    await enrol(sql(), { graceSeconds: 0, hinted: [] })
    const { token } = claimer()
    const job = await claimNext(sql(), { worker, token, leaseSeconds: 60 })
    return { jobId: job?.jobId ?? '', token }
  }

  const words = (over: Parameters<typeof snapshot>[0] = {}) =>
    snapshot({ jobId: lease.jobId, state: 'started', progress: 0.5, revision: 4, ...over })

  test('is extended from now on, also after it ran out, while nobody else has taken it', async () => {
    await expire(sql(), lease.jobId)
    expect(await extend(sql(), lease, 60)).toBe(true)
    expect(await claimNext(sql(), claimer('other'))).toBeNull()
  })

  test('how far the work is: the latest word stays, and for others it runs', async () => {
    expect(await tell(sql(), lease, words({ state: 'pending' }))).toBe(true)
    expect(await tell(sql(), lease, words({ revision: 3, progress: 0.1 }))).toBe(true)
    expect(await extOf(sql(), lease.jobId)).toMatchObject({ state: 'started', progress: 0.5, revision: 4 })
  })

  test('a failure is told once, however often', async () => {
    const ended = words({ state: 'failed', error: toldError(error) })
    expect(await fail(sql(), lease, ended)).toBe(true)
    const row = await extOf(sql(), lease.jobId)
    expect(row).toMatchObject({ state: 'failed', error: { code: 'qgis.failed' }, lease_expires_at: null })
    expect(JSON.stringify(row)).not.toContain('Traceback')
    expect(await fail(sql(), lease, ended)).toBe(true)
    expect(await extOf(sql(), lease.jobId)).toEqual(row)
  })

  test('a job that ended under the lease was not lost, though its worker may not have heard of the end', async () => {
    await fail(sql(), lease, words({ state: 'failed' }))
    const row = await extOf(sql(), lease.jobId)
    expect(await extend(sql(), lease, 60)).toBe(true)
    expect(await extend(sql(), { ...lease, token: randomUUID() }, 60)).toBe(false)
    expect(await extOf(sql(), lease.jobId)).toEqual(row)
  })

  test('what cannot be done is refused before it begins', async () => {
    expect(await refuse(sql(), lease, error)).toBe(true)
    expect(await extOf(sql(), lease.jobId)).toMatchObject({
      state: 'failed',
      error: { params: { message: 'no' } },
    })
  })

  test('a job that is given back is free at once, and the attempt does not count', async () => {
    expect(await handBack(sql(), lease)).toBe(true)
    expect(await handBack(sql(), lease)).toBe(true)
    expect(await extOf(sql(), lease.jobId)).toMatchObject({ state: 'queued', attempts: 0 })
    expect(await claimNext(sql(), claimer('other'))).toMatchObject({ jobId: lease.jobId, attempts: 1 })
    expect(await handBack(sql(), lease)).toBe(false)
  })

  test('whoever lost it writes nothing any more', async () => {
    await expire(sql(), lease.jobId)
    const other = claimer('other')
    expect(await claimNext(sql(), other)).toMatchObject({ jobId: lease.jobId })
    const before = await extOf(sql(), lease.jobId)
    const late = [
      await extend(sql(), lease, 60),
      await tell(sql(), lease, words()),
      await fail(sql(), lease, words({ state: 'failed' })),
      await refuse(sql(), lease, error),
      await handBack(sql(), lease),
    ]
    expect(late).toEqual([false, false, false, false, false])
    expect(await extOf(sql(), lease.jobId)).toEqual(before)
    expect(before).toMatchObject({ worker: 'other', lease_token: other.token })
  })

  test('a row deleted under the work: it goes on until somebody tidies, and then the lease is lost', async () => {
    await sql().query('DELETE FROM qgis_jobs')
    expect(await tell(sql(), lease, words())).toBe(true)
    expect(await claimById(sql(), lease.jobId, claimer('other'))).toBe('missing')
    await sql().query('DELETE FROM qgis_jobs_ext')
    expect(await extend(sql(), lease, 60)).toBe(false)
    expect(await fail(sql(), { jobId: randomUUID(), token: lease.token }, words({ state: 'failed' }))).toBe(
      false,
    )
  })
})
