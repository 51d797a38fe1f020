import { expect, test } from 'vitest'
import { shellCalls } from '#electron/api/calls.ts'

const set = shellCalls['secrets.set'].input
const ask = (name: string, value = 'x') => set.safeParse({ name, value, place: 'system' }).success

test.each(['postgres', 'services', 'env.AB', 'env.TILES_KEY', 'env.QFC_PG_EFFECTIVE_USER', 'env.A1'])(
  'the user may have %s kept',
  (name) => expect(ask(name)).toBe(true),
)

test.each(['cloud.account-1', 'env.', 'env.A', 'env.a1', 'env._A', 'env.1A', 'env.A-B', 'env.AB\n', 'x', ''])(
  'not %j: a token comes from the worker alone, and names are as QFieldCloud’s',
  (name) => expect(ask(name)).toBe(false),
)

test('a value is something, of a sane length, without a zero byte; lines may be in it', () => {
  expect(ask('services', '[a]\nhost=b\n')).toBe(true)
  for (const value of ['', 'a\0b', 'x'.repeat(100_001)]) expect(ask('env.AB', value)).toBe(false)
})
