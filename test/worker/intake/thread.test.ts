import { expect, test } from 'vitest'
import { inThread } from '#worker/intake/thread.ts'

const dying = new URL('dying.mjs', import.meta.url)
const limits = { heapMb: 64, timeMs: 20_000 }

async function endOf(way: string, more: { timeMs?: number; signal?: AbortSignal } = {}) {
  const { signal, ...own } = more
  return inThread(dying, way, 'form.xlsx', { ...limits, ...own }, signal).catch((thrown: unknown) => thrown)
}

test.each([
  ['exit', 'form.readerStopped', 'code 7'],
  ['throw', 'form.readerStopped', 'the reader is broken'],
  ['eat', 'form.tooHeavy', 'memory'],
])('a thread that ends by %s is told as %s', async (way, code, detail) => {
  expect(await endOf(way)).toMatchObject({
    code,
    data: { params: { file: 'form.xlsx' }, detail: expect.stringContaining(detail) as string },
  })
})

test('however many threads need too much, this process goes on', async () => {
  const ends = Array.from({ length: 6 }, async () => [await endOf('eat'), await endOf('eat')])
  for (const end of (await Promise.all(ends)).flat()) expect(end).toMatchObject({ code: 'form.tooHeavy' })
})

test('a thread that never answers is ended by its time limit', async () => {
  expect(await endOf('sleep', { timeMs: 200 })).toMatchObject({ code: 'form.tooHeavy' })
})

test('a thread is ended when nobody wants its answer any more', async () => {
  const leaving = new AbortController()
  const end = endOf('sleep', { signal: leaving.signal })
  leaving.abort()
  expect(await end).toMatchObject({ code: 'job.cancelled' })
  expect(await endOf('sleep', { signal: leaving.signal })).toMatchObject({ code: 'job.cancelled' })
})
