import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { calls, type Method } from '#worker/api/calls.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Reply } from '#worker/api/messages.ts'
import { shellCalls } from '#electron/api/calls.ts'
import { answer, type ShellHandlers } from '#electron/ipc/answer.ts'
import { Grants } from '#electron/ipc/grants.ts'

let asked: { method: string; input: unknown }[]
let grants: Grants
let workerReply: Reply

const shell = Object.fromEntries(
  Object.keys(shellCalls).map((method) => [
    method,
    async (input: unknown) => {
      asked.push({ method, input })
      return {}
    },
  ]),
) as unknown as ShellHandlers

beforeEach(() => {
  asked = []
  grants = new Grants()
  workerReply = { ok: true, value: {} }
})

function ask(message: unknown): Promise<Reply> {
  const parts = {
    shell,
    grants,
    drop: async (path: string) => {
      grants.grantFile(path)
      return { path, name: 'x', size: 1, isFolder: false }
    },
    worker: async (method: string, input: unknown) => {
      asked.push({ method, input })
      return workerReply
    },
  }
  return answer(parts, message)
}

const call = (method: string, input: unknown) => ask({ id: 1, method, input })

test.each([
  ['no envelope', 'hello', 'contract.invalidInput'],
  ['null', null, 'contract.invalidInput'],
  ['a field too many', { id: 1, method: 'theme.get', input: {}, more: 1 }, 'contract.invalidInput'],
  ['an unknown method', { id: 1, method: 'fs.read', input: {} }, 'contract.unknownMethod'],
  ['a method of Object', { id: 1, method: 'toString', input: {} }, 'contract.unknownMethod'],
  ['__proto__', { id: 1, method: '__proto__', input: {} }, 'contract.unknownMethod'],
  ['an input field too many', { id: 1, method: 'theme.get', input: { a: 1 } }, 'contract.invalidInput'],
  ['a wrong type', { id: 1, method: 'jobs.get', input: { id: 3 } }, 'contract.invalidInput'],
  ['no input', { id: 1, method: 'jobs.get' }, 'contract.invalidInput'],
  [
    'prototype keys',
    { id: 1, method: 'theme.get', input: JSON.parse('{"__proto__": {"a": 1}}') },
    'contract.invalidInput',
  ],
  [
    'more than a megabyte',
    { id: 1, method: 'clipboard.write', input: { text: 'x'.repeat(1_000_001) } },
    'contract.invalidInput',
  ],
  ['what is no JSON', { id: 1, method: 'clipboard.write', input: { text: 1n } }, 'contract.invalidInput'],
])('%s is refused before any handler (S11)', async (_name, message, code) => {
  expect(await ask(message)).toMatchObject({ ok: false, error: { code } })
  expect(asked).toEqual([])
})

test('whatever a page sends, the answer is an envelope and no handler sees an input that is not its own', async () => {
  const methods = [...Object.keys(calls), ...Object.keys(shellCalls)]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods), fc.jsonValue(), async (method, input) => {
      asked = []
      const reply = await call(method, input)
      const schema = method in calls ? calls[method as Method].input : shellCalls[method as 'theme.get'].input
      if (schema.safeParse(input).success) return
      expect(reply).toMatchObject({ ok: false, error: { code: 'contract.invalidInput' } })
      expect(asked).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('a worker’s call names only granted paths (S14)', async () => {
  const input = { path: '/home/ann/form.xlsx' }
  expect(await call('form.inspect', input)).toMatchObject({
    ok: false,
    error: { code: 'contract.forbidden' },
  })
  expect(asked).toEqual([])
  await ask({ id: 2, drop: '/home/ann/form.xlsx' })
  expect(await call('form.inspect', input)).toMatchObject({ ok: true })
  expect(asked).toEqual([{ method: 'form.inspect', input }])
})

test('one path that was not granted refuses the whole job', async () => {
  grants.grantFile('/home/ann/form.xlsx')
  const request = { title: 'T', form: '/home/ann/form.xlsx', out: '/home/ann/out' }
  expect(await call('jobs.generate', request)).toMatchObject({ ok: false })
  workerReply = { ok: true, value: { slug: 'out', folder: '/home/ann/out' } }
  await call('project.suggest', { title: 'T' })
  workerReply = { ok: true, value: { request } }
  expect(await call('jobs.generate', request)).toMatchObject({ ok: true })
})

test('a page cannot make the envelope of a drop', async () => {
  expect(await call('drop', '/etc/passwd')).toMatchObject({ ok: false })
  expect(await ask({ id: 1, method: 'theme.get', input: {}, drop: '/etc/passwd' })).toMatchObject({
    ok: false,
  })
  expect(grants.allows('/etc/passwd')).toBe(false)
})

test('what the worker fails with crosses redacted (S13)', async () => {
  const cause = new Error('postgres://a:hunter2@db/x')
  workerReply = { ok: false, error: new AppError('internal', {}, { cause }).data }
  expect(await call('doctor.run', {})).toEqual({
    ok: false,
    error: { code: 'internal', params: {}, retry: 'never', detail: 'Error: postgres://a:***@db/x' },
  })
})
