import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calls } from '#worker/api/calls.ts'
import { AppError } from '#worker/api/errors.ts'
import { answer } from '#worker/rpc/answer.ts'
import type { Handlers } from '#worker/rpc/handlers.ts'

const asked: unknown[] = []
const handlers = Object.fromEntries(
  Object.keys(calls).map((method) => [
    method,
    (input: unknown) => {
      asked.push(input)
      if (method === 'jobs.get') throw new AppError('job.notFound', { id: 'x' })
      if (method === 'app.info') throw new TypeError('a bug')
      return { method }
    },
  ]),
) as unknown as Handlers

test('a good call reaches its handler with the defaults filled in', async () => {
  asked.length = 0
  expect(await answer(handlers, 'jobs.list', {})).toEqual({ ok: true, value: { method: 'jobs.list' } })
  expect(asked).toEqual([{ limit: 500 }])
})

test('changing one setting names that one only, and leaves the others as they are', async () => {
  asked.length = 0
  await answer(handlers, 'settings.set', { theme: 'dark' })
  expect(asked).toEqual([{ theme: 'dark' }])
})

test('what a handler throws is a reply: its own code, or internal with the stack as detail', async () => {
  expect(await answer(handlers, 'jobs.get', { id: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'job.notFound', params: { id: 'x' } },
  })
  expect(await answer(handlers, 'app.info', {})).toMatchObject({
    ok: false,
    error: { code: 'internal', detail: expect.stringContaining('a bug') },
  })
})

test.for([
  ['jobs.fly', {}, 'contract.unknownMethod'],
  ['__proto__', {}, 'contract.unknownMethod'],
  ['constructor', {}, 'contract.unknownMethod'],
  ['jobs.get', {}, 'contract.invalidInput'],
  ['jobs.get', { id: 7 }, 'contract.invalidInput'],
  ['jobs.get', { id: 'x', more: 1 }, 'contract.invalidInput'],
  ['jobs.get', null, 'contract.invalidInput'],
  ['jobs.generate', { title: '  ', form: 'f', out: 'o' }, 'contract.invalidInput'],
  ['jobs.generate', { title: 't', form: 'f', out: 'o', extent: [1, 2, 3] }, 'contract.invalidInput'],
] as const)('%s with %j is refused before its handler runs', async ([method, input, code]) => {
  asked.length = 0
  expect(await answer(handlers, method, input)).toMatchObject({ ok: false, error: { code } })
  expect(asked).toEqual([])
})

test('no input makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(calls), 'other'),
      fc.anything(),
      async (method, input) => {
        expect(typeof (await answer(handlers, method, input)).ok).toBe('boolean')
      },
    ),
  )
})
