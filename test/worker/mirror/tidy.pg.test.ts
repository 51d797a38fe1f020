import { expect, test } from 'vitest'
import {
  askFor,
  claimer,
  expire,
  extOf,
  hasRow,
  onEveryPostgres,
  snapshot,
} from '#test/worker/mirror/jobs.ts'
import { claimNext } from '#worker/mirror/claim.ts'
import { enrol } from '#worker/mirror/enrol.ts'
import { pushStates } from '#worker/mirror/push.ts'
import { tidy } from '#worker/mirror/tidy.ts'

onEveryPostgres('tidying', ({ sql }) => {
  const age = (jobId: string, minutes: number) =>
    sql().query('UPDATE qgis_jobs_ext SET updated_at = now() - make_interval(mins => $2) WHERE job_id = $1', [
      jobId,
      minutes,
    ])

  async function asked(state: string): Promise<string> {
    const jobId = await askFor(sql(), { ageSeconds: 7200 })
    await enrol(sql(), { graceSeconds: 0, hinted: [] })
    await sql().query('UPDATE qgis_jobs_ext SET state = $2 WHERE job_id = $1', [jobId, state])
    return jobId
  }

  test.each(['finished', 'failed', 'stopped'])('others’ %s jobs go after an hour', async (state) => {
    const [old, young] = [await asked(state), await asked(state)]
    await age(old, 61)
    await age(young, 59)
    await tidy(sql(), 3600)
    expect([await hasRow(sql(), old), await extOf(sql(), old)]).toEqual([false, undefined])
    expect([await hasRow(sql(), young), (await extOf(sql(), young))?.state]).toEqual([true, state])
  })

  test('what waits or runs stays, however old, and so do the laptops’ own', async () => {
    const [queued, started] = [await asked('queued'), await asked('started')]
    const own = snapshot({ state: 'finished' })
    const unrowed = snapshot()
    await pushStates(sql(), 'laptop', [own, unrowed])
    await sql().query('DELETE FROM qgis_jobs WHERE job_id = $1', [unrowed.jobId])
    for (const jobId of [queued, started, own.jobId, unrowed.jobId]) await age(jobId, 100_000)
    await tidy(sql(), 3600)
    for (const jobId of [queued, started, own.jobId]) expect(await hasRow(sql(), jobId)).toBe(true)
    for (const jobId of [queued, started, own.jobId, unrowed.jobId])
      expect(await extOf(sql(), jobId)).toBeDefined()
  })

  test('what is known of a deleted row goes, unless somebody is at work on it', async () => {
    const [waiting, running, expired] = [await asked('queued'), await asked('queued'), await asked('queued')]
    for (const jobId of [running, expired])
      await sql().query(
        "UPDATE qgis_jobs_ext SET state = 'started', lease_expires_at = now() + interval '1 min' WHERE job_id = $1",
        [jobId],
      )
    await expire(sql(), expired)
    await sql().query('DELETE FROM qgis_jobs')
    await tidy(sql(), 3600)
    expect(await extOf(sql(), waiting)).toBeUndefined()
    expect(await extOf(sql(), running)).toBeDefined()
    expect(await extOf(sql(), expired)).toBeUndefined()
  })

  test('a job that nobody could do in three attempts ends with an error', async () => {
    const jobId = await askFor(sql())
    await enrol(sql(), { graceSeconds: 0, hinted: [] })
    for (let attempt = 1; attempt <= 3; attempt++) {
      await claimNext(sql(), claimer())
      await tidy(sql(), 3600)
      expect(await extOf(sql(), jobId)).toMatchObject({ state: 'started', attempts: attempt })
      await expire(sql(), jobId)
    }
    await tidy(sql(), 3600)
    expect(await extOf(sql(), jobId)).toMatchObject({ state: 'failed', error: { code: 'job.interrupted' } })
    expect(await hasRow(sql(), jobId)).toBe(true)
  })
})
