import { expect, test } from 'vitest'
import type { LogLine } from '#worker/api/jobs.ts'
import { generatePlan, newJob, temporaryLedger } from '#test/worker/store/temporary.ts'

const lines = (count: number, level: LogLine['level'], word: string) =>
  Array.from({ length: count }, (_, i) => ({ at: i, level, message: `${word} ${i}` }))

async function runningJob() {
  const ledger = await temporaryLedger()
  const { id } = ledger.jobs.create(newJob('a'))
  const { lease } = ledger.leases.claim(generatePlan, 1_000)!
  const say = (news: ReturnType<typeof lines>) =>
    ledger.leases.report(lease, { progress: 0, steps: [], lines: news }).lines
  return { ...ledger, id, say }
}

test('lines keep their order, and a reader goes on after the last one it has', async () => {
  const { logs, id, say } = await runningJob()
  const first = say(lines(2, 'info', 'a'))
  const second = say(lines(1, 'error', 'b'))
  expect(logs.list(id)).toEqual([...first, ...second])
  expect(logs.list(id, first[1]!.id)).toEqual(second)
  expect(second[0]).toMatchObject({ jobId: id, attempt: 1, level: 'error', message: 'b 0' })
})

test('a log over its limit loses debug lines first, then information, and says so', async () => {
  const { logs, id, say } = await runningJob()
  say(lines(10, 'error', 'old error'))
  say(lines(18_490, 'info', 'info'))
  say(lines(1_500, 'debug', 'young debug'))
  expect(logs.list(id)).toHaveLength(20_000)
  const added = say(lines(1, 'info', 'one more'))
  const kept = logs.list(id)
  expect(kept).toHaveLength(18_001)
  expect(added.at(-1)?.message).toContain('2001')
  expect(kept.at(-1)).toEqual(added.at(-1))
  expect(kept.filter((line) => line.level === 'debug')).toEqual([])
  expect(kept.filter((line) => line.level === 'error')).toHaveLength(10)
  expect(kept.find((line) => line.level === 'info')?.message).toBe('info 501')
})

test('a runaway message is cut', async () => {
  const { logs, id, say } = await runningJob()
  say([{ at: 0, level: 'info', message: 'x'.repeat(1_000_000) }])
  expect(logs.list(id)[0]?.message).toHaveLength(65_536)
})
