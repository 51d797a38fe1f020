import { expect, test } from 'vitest'
import { createTurns } from '#worker/qgis/turns.ts'

const never = new AbortController().signal

test('one after the other, in order, also after a failure', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const work =
    (name: string, fail = false) =>
    async () => {
      seen.push(`${name} begins`)
      await Promise.resolve()
      seen.push(`${name} ends`)
      if (fail) throw new Error(name)
      return name
    }
  const all = await Promise.allSettled([
    turns.take(work('a'), never),
    turns.take(work('b', true), never),
    turns.take(work('c'), never),
  ])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('who aborts while waiting is answered before its turn and never runs', async () => {
  const turns = createTurns()
  const gate = Promise.withResolvers<void>()
  const first = turns.take(() => gate.promise, never)
  const stop = new AbortController()
  let ran = false
  const waiting = turns.take(() => Promise.resolve((ran = true)), stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'job.cancelled' })
  gate.resolve()
  await first
  await turns.take(() => Promise.resolve(), never)
  expect(ran).toBe(false)
})

test('an abort while it runs is the business of the work', async () => {
  const turns = createTurns()
  const stop = new AbortController()
  const done = await turns.take(async () => {
    stop.abort()
    await Promise.resolve()
    return 'finished'
  }, stop.signal)
  expect(done).toBe('finished')
})

test('who comes with an abort in hand is turned away', async () => {
  await expect(createTurns().take(() => Promise.resolve(1), AbortSignal.abort())).rejects.toMatchObject({
    code: 'job.cancelled',
  })
})
