import { expect, test } from 'vitest'
import type { MirrorTrouble } from '#worker/api/mirror.ts'
import { addressesToTry, loginsToTry } from '#worker/domain/project/addresses-to-try.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import { isLocalhost, type Reach } from '#worker/domain/project/reach.ts'
import { codesOf, inputOf, lost } from '#test/worker/domain/project/findings/input.ts'
import type { SomeLayer } from '#test/worker/domain/project/opened.ts'

const database: SomeLayer = { ...lost, provider: 'postgres', file: null, table: 'wells', isOnline: true }
const byHost: SomeLayer = { ...database, host: 'db.example.org', port: 5433 }
const byService: SomeLayer = { ...database, service: 'wells' }
const wells = new Map([['wells', { host: 'db.example.org', port: '5433' }]])

test.for<[Reach, string]>([
  ['unknownName', 'hostUnknown'],
  ['noRoute', 'hostNoRoute'],
  ['refused', 'hostRefused'],
  ['timeout', 'hostTimeout'],
  ['reachable', 'hostReachable'],
])('%s is told as %s, by host and by service', ([reach, code]) => {
  const known = { reach: new Map([['db.example.org:5433', reach]]), services: wells }
  const [host] = findFindings(inputOf({ layers: [byHost], ...known }))
  const [service] = findFindings(inputOf({ layers: [byService], ...known }))
  expect(host).toMatchObject({
    code,
    params: { by: 'host', name: 'db.example.org', host: 'db.example.org:5433', layer: 'Wells' },
  })
  expect(service).toMatchObject({
    code,
    params: { by: 'service', name: 'wells', host: 'db.example.org:5433' },
  })
})

test.for<['ok' | MirrorTrouble, string]>([
  ['ok', 'loginWorks'],
  ['signIn', 'loginRefused'],
  ['noDatabase', 'databaseUnknown'],
  ['certificate', 'hostReachable'],
  ['other', 'hostReachable'],
])('signing in gave %s: %s', ([login, code]) => {
  const reach = new Map<string, Reach>([['db.example.org:5433', 'reachable']])
  const logins = new Map([['wells', login]])
  expect(codesOf({ layers: [byService], services: wells, reach, logins })).toEqual([code])
  // A host that a layer names itself is not the service's.
  expect(codesOf({ layers: [byHost], services: wells, reach, logins })).toEqual(['hostReachable'])
})

test('each service is signed in to once, with all that its settings say', () => {
  const { opened } = inputOf({
    layers: [byService, { ...byService, table: 'roads' }, byHost, { ...byService, service: 'no' }],
  })
  expect(loginsToTry(opened?.layers ?? [], wells)).toEqual([
    { service: 'wells', url: 'postgres://@db.example.org:5433/' },
  ])
})

test('what nobody tried is not claimed', () => {
  expect(codesOf({ layers: [byHost] })).toEqual(['hostNotTried'])
  expect(codesOf({ layers: [byService], services: wells })).toEqual(['hostNotTried'])
})

test('a service that nobody gave settings for is told as that', () => {
  expect(codesOf({ layers: [byService] })).toEqual(['serviceUnknown'])
})

test('this computer is another one in the field, whether it answers here or not', () => {
  const local = { ...byHost, host: 'localhost' }
  expect(codesOf({ layers: [local] })).toEqual(['localhost'])
  expect(codesOf({ layers: [{ ...local, isValid: true, errorCode: 'no_error' }] })).toEqual([
    'localhost',
    'onlineLayers',
  ])
  const socket = new Map([['wells', { host: '/var/run/postgresql' }]])
  expect(codesOf({ layers: [byService], services: socket })).toEqual(['localhost'])
})

test('a layer that opens needs no try', () => {
  const open = { ...byHost, isValid: true, errorCode: 'no_error' as const }
  expect(codesOf({ layers: [open] })).toEqual(['onlineLayers'])
  expect(addressesToTry(inputOf({ layers: [open] }).opened?.layers ?? [], new Map())).toEqual([])
})

test('each server is tried once, through its service too; databases have ports of their own', () => {
  const layers = [
    byHost,
    { ...byHost, table: 'roads' },
    byService,
    { ...byHost, host: 'sql', port: null, provider: 'mssql' },
  ]
  expect(addressesToTry(inputOf({ layers }).opened?.layers ?? [], wells)).toEqual([
    { host: 'db.example.org', port: 5433 },
    { host: 'sql', port: 1433 },
  ])
})

test.for(['localhost', 'LOCALHOST', 'db.localhost', '127.0.0.1', '127.1', '::1', '[::1]', '/run/postgresql'])(
  '%s is whatever computer asks',
  (host) => expect(isLocalhost(host)).toBe(true),
)

test.for(['db.example.org', '10.0.0.1', 'localhost.example.org', '128.0.0.1'])('%s is not', (host) => {
  expect(isLocalhost(host)).toBe(false)
})
