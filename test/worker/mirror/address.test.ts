import { expect, test } from 'vitest'
import { placeOf, readAddress } from '#worker/mirror/address.ts'

const read = (url: string, over: { password?: string; tls?: 'disable' | 'require' | 'verify' } = {}) =>
  readAddress({ url, tls: 'disable', caFile: null, password: null, ...over })

test.each([
  [
    'postgres://amara@db.example:6432/field',
    { host: 'db.example', port: 6432, user: 'amara', database: 'field' },
  ],
  ['postgresql://amara@db.example/field%20tm', { host: 'db.example', port: 5432, database: 'field tm' }],
  ['postgres://am%40ra:p%3Aw@db/field', { user: 'am@ra', password: 'p:w' }],
  ['postgres://amara@[2001:db8::1]:5433/field', { host: '2001:db8::1', port: 5433 }],
  ['postgres://amara@[::1]/field', { host: '::1', port: 5432 }],
  ['postgres://amara@bücher.example/field', { host: 'xn--bcher-kva.example' }],
])('%s', async (url, parts) => {
  expect(await read(url)).toMatchObject({ ...parts, ssl: false })
})

test('what is not said is left to pg', async () => {
  expect(await read('postgres://db')).toEqual({ host: 'db', port: 5432, ssl: false })
})

test('the kept password wins over one inside the address', async () => {
  expect((await read('postgres://a:old@db/f', { password: 'new' })).password).toBe('new')
})

test.each([
  ['disable', '', false],
  ['disable', '?sslmode=disable', false],
  ['disable', '?sslmode=prefer', false],
  ['disable', '?sslmode=require', { rejectUnauthorized: false }],
  ['require', '?sslmode=disable', { rejectUnauthorized: false }],
  ['require', '?sslmode=verify-full', { rejectUnauthorized: true }],
  ['verify', '?sslmode=require', { rejectUnauthorized: true }],
] as const)('tls %s with %j: the stricter counts', async (tls, query, ssl) => {
  expect((await read(`postgres://a@db/f${query}`, { tls })).ssl).toEqual(ssl)
})

test.each([
  ['postgres://amara:secret@db.example:6432/field%20tm', { host: 'db.example:6432', database: 'field tm' }],
  ['postgres://[::1]/f', { host: '[::1]', database: 'f' }],
  ['mysql://db/f', null],
  ['db.example', null],
  ['postgres://db/%zz', null],
  ['', null],
])('of %j may be shown %j', (url, place) => {
  expect(placeOf(url)).toEqual(place)
})

test.each(['', 'db', 'postgres://a@db/%zz', 'postgres://%zz@db/f', 'postgres://a:%zz@db/f'])(
  '%j is no address',
  async (url) => {
    await expect(read(url)).rejects.toMatchObject({
      data: { code: 'mirror.refused', params: { trouble: 'url' } },
    })
  },
)
