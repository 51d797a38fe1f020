import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addressOf,
  connectionOf,
  emptyConnection,
  faultsOf,
  isHere,
  readUrl,
  sharesPassword,
  urlOf,
} from '#renderer/features/mirror/connection.ts'
import { settings } from '#test/renderer/harness/samples.ts'

const office = { ...emptyConnection, host: 'db.example.org', database: 'fieldtm', user: 'asha' }

describe('a pasted address', () => {
  test.each([
    ['postgres://asha@db.example.org/fieldtm', { host: 'db.example.org', database: 'fieldtm', user: 'asha' }],
    ['  postgresql://asha@db:6543/f \n', { host: 'db', port: '6543', database: 'f' }],
    ['postgres://asha:p%40ss%20w@db/f', { user: 'asha', password: 'p@ss w' }],
    ['postgres://asha:p@ss@db/f', { user: 'asha', password: 'p@ss', host: 'db' }],
    ['postgres://[2001:db8::1]:5433/f', { host: '2001:db8::1', port: '5433' }],
    ['postgres://db/f?sslmode=disable', { tls: 'disable' }],
    ['postgres://db/f?sslmode=prefer', { tls: 'require' }],
    ['postgres://db/f?sslmode=verify-full', { tls: 'verify' }],
  ])('%j is taken apart', (text, parts) => {
    expect(readUrl(text)).toMatchObject(parts)
  })

  test('without sslmode leaves the encryption as it is', () => {
    expect(readUrl('postgres://db/f')).not.toHaveProperty('tls')
  })

  test.each(['db.example.org', 'mysql://db/f', 'postgres://', 'postgres://a b/f', 'postgres://db/%E0%A4%A'])(
    '%j is none',
    (text) => {
      expect(readUrl(text)).toBeNull()
    },
  )
})

test('whatever the parts are, the address holds them, and never the password', () => {
  const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() === text)
  const name = word.filter((text) => text !== '.' && text !== '..')
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constant('2001:db8::1'))
  const port = fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 65_535 }).map(String))
  fc.assert(
    fc.property(host, port, name, word, (at, number, database, user) => {
      const connection = { ...emptyConnection, host: at, port: number, database, user, password: 'geheim' }
      expect(faultsOf(connection)).toEqual({})
      const url = urlOf(connection)
      expect(readUrl(url)).toEqual({ host: at, port: number, database, user, password: '' })
    }),
    { numRuns: 1000 },
  )
})

test.each([
  [{ host: '' }, { host: 'missing' }],
  [{ host: ' ' }, { host: 'missing' }],
  [{ host: 'db/f' }, { host: 'wrong' }],
  [{ host: 'my server' }, { host: 'wrong' }],
  [{ host: 'postgres://db' }, { host: 'wrong' }],
  [{ port: '0' }, { port: 'wrong' }],
  [{ port: '65536' }, { port: 'wrong' }],
  [{ port: '5432x' }, { port: 'wrong' }],
  [{ port: ' 5433 ' }, {}],
  [{ database: '..' }, { database: 'wrong' }],
  [
    { database: '', user: '' },
    { database: 'missing', user: 'missing' },
  ],
])('%j leaves %j to mend', (patch, faults) => {
  expect(faultsOf({ ...office, ...patch })).toEqual(faults)
})

describe('the kept password', () => {
  test.each([
    [{ database: 'other', tls: 'disable' as const }, true],
    [{ port: '5432' }, true],
    [{ host: 'DB.example.org ' }, true],
    [{ host: 'db.example.com' }, false],
    [{ port: '5433' }, false],
    [{ user: 'ben' }, false],
  ])('after %j is still the one that belongs there: %s', (patch, same) => {
    expect(sharesPassword({ ...office, ...patch }, office)).toBe(same)
  })

  test('goes along only where none is typed and it belongs there', () => {
    expect(addressOf(office, true).password).toBeNull()
    expect(addressOf(office, false).password).toBe('')
    expect(addressOf({ ...office, password: 'neu' }, true).password).toBe('neu')
  })
})

test('an authority counts only where certificates are checked', () => {
  const chosen = { ...office, caFile: '/ca.pem' }
  expect(addressOf(chosen, false).caFile).toBe('/ca.pem')
  expect(addressOf({ ...chosen, tls: 'require' }, false).caFile).toBeNull()
})

test('the settings’ connection can be changed; without one there is an empty one', () => {
  const set = { ...settings, postgresUrl: urlOf(office), postgresTls: 'require' as const }
  expect(connectionOf(set)).toEqual({ ...office, tls: 'require' })
  expect(connectionOf(settings)).toEqual(emptyConnection)
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['127.0.0.1.example.org', false],
  ['192.168.1.4', false],
])('%s is this computer: %s', (host, here) => {
  expect(isHere(host)).toBe(here)
})
