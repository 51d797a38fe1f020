import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePgServices } from '#worker/api/pg-services.ts'
import { addressesOf, loginUrl } from '#worker/domain/project/pg-service.ts'

const text = `# offices
[wells]
host=db.example.org
port=5433
dbname=water
user=ana
password=a=b c#d
sslmode=require

  [camp]
host=/var/run/postgresql
[wells]
host=other.example.org
`

test('services by name; the first of a name counts, and a value is all behind the =', () => {
  const { services, faults } = parsePgServices(text)
  expect(faults).toEqual([])
  expect([...services.keys()]).toEqual(['wells', 'camp'])
  expect(services.get('wells')).toEqual({
    host: 'db.example.org',
    port: '5433',
    dbname: 'water',
    user: 'ana',
    password: 'a=b c#d',
    sslmode: 'require',
  })
})

test('lines that libpq refuses are told by their number', () => {
  expect(parsePgServices('host=x\n[a]\nhost = x\nnonsense\nservice=b\nport=1').faults).toEqual([1, 3, 4, 5])
})

test('addresses: several hosts, their ports, none for a socket', () => {
  expect(addressesOf({ host: 'a,b', port: '1,2' })).toEqual([
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ])
  expect(addressesOf({ host: 'a,b', port: '7' }).map(({ port }) => port)).toEqual([7, 7])
  expect(addressesOf({ host: 'a', hostaddr: '192.0.2.7' })).toEqual([{ host: '192.0.2.7', port: 5432 }])
  expect(addressesOf({ host: '/var/run/postgresql' })).toEqual([])
  expect(addressesOf({})).toEqual([])
})

test('a login address holds everything that signing in needs, whatever is in it', () => {
  const service = { host: '::1', user: 'ana@team', password: 'p:/@?#%', dbname: 'übung', sslmode: 'require' }
  const url = new URL(loginUrl(service) ?? '')
  expect(url.hostname).toBe('[::1]')
  expect(decodeURIComponent(url.username)).toBe('ana@team')
  expect(decodeURIComponent(url.password)).toBe('p:/@?#%')
  expect(decodeURIComponent(url.pathname)).toBe('/übung')
  expect(url.searchParams.get('sslmode')).toBe('require')
  expect(loginUrl({ user: 'ana' })).toBeNull()
})

const keyword = fc.stringMatching(/^[a-z][a-z_]{0,11}$/).filter((each) => each !== 'service')
const value = fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll(/[\r\n]/g, '').trim())
const name = fc.stringMatching(/^[A-Za-z0-9 _.-]{1,12}$/)

test('what was written is what is read', () => {
  const file = fc.dictionary(name, fc.dictionary(keyword, value, { noNullPrototype: true }), {
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(file, (written) => {
      const lines = Object.entries(written).flatMap(([each, settings]) => [
        `[${each}]`,
        ...Object.entries(settings).map(([key, setting]) => `${key}=${setting}`),
      ])
      const { services, faults } = parsePgServices(lines.join('\r\n'))
      expect(faults).toEqual([])
      expect(Object.fromEntries(services)).toEqual(written)
    }),
  )
})

test('of anything at all, each line is a setting, a fault, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (anything) => {
      const lines = anything.split(/\r?\n/u).length
      for (const line of parsePgServices(anything).faults) {
        expect(line).toBeGreaterThan(0)
        expect(line).toBeLessThanOrEqual(lines)
      }
    }),
  )
})
