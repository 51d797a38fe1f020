import { expect, test } from 'vitest'
import { createMeter } from '#worker/compose/meter.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const mirror = {
  state: 'connected' as const,
  trouble: null,
  host: 'db',
  database: 'field',
  readOnly: false,
  listening: true,
  waiting: 3,
  taken: 1,
  lastContact: null,
}

test('jobs are counted once when they end, with the time that they ran', async () => {
  const { jobs, leases, clock } = await temporaryLedger()
  const meter = createMeter()
  jobs.create(newJob('one'))
  jobs.create(newJob('two'))
  const claim = leases.claim(generatePlan, 60_000)!
  meter.observe(claim.job)
  clock.at += 2_500
  const ended = leases.finish(claim.lease, {})
  meter.observe(ended)
  meter.observe(ended)
  const text = meter.text({
    jobs: jobs.counts(),
    mirror,
    counters: { connects: 3, claims: 5, bytes: 1_000_000 },
    sessions: 2,
  })
  const values = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(values).toEqual([
    'fieldpack_jobs{state="pending"} 0',
    'fieldpack_jobs{state="queued"} 1',
    'fieldpack_jobs{state="started"} 0',
    'fieldpack_jobs{state="finished"} 1',
    'fieldpack_jobs{state="stopped"} 0',
    'fieldpack_jobs{state="failed"} 0',
    'fieldpack_job_duration_seconds_sum{type="generate",outcome="finished"} 2.5',
    'fieldpack_job_duration_seconds_count{type="generate",outcome="finished"} 1',
    'fieldpack_mirror_state{state="off"} 0',
    'fieldpack_mirror_state{state="connecting"} 0',
    'fieldpack_mirror_state{state="connected"} 1',
    'fieldpack_mirror_state{state="offline"} 0',
    'fieldpack_mirror_state{state="unreachable"} 0',
    'fieldpack_mirror_state{state="refused"} 0',
    'fieldpack_mirror_waiting 3',
    'fieldpack_mirror_taken 1',
    'fieldpack_mirror_claims_total 5',
    'fieldpack_mirror_reconnects_total 2',
    'fieldpack_mirror_file_bytes_total 1000000',
    'fieldpack_qgis_sessions 2',
  ])
  // Each metric is explained right before its values, once.
  const names = [...text.matchAll(/^# TYPE (\S+) (counter|gauge|summary)$/gm)].map(([, name]) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(text.endsWith('\n')).toBe(true)
})
