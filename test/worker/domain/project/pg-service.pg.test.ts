import { afterAll, beforeAll, expect, test } from 'vitest'
import { parsePgServices } from '#worker/api/pg-services.ts'
import { loginUrl } from '#worker/domain/project/pg-service.ts'
import { probePostgres } from '#worker/mirror/probe.ts'
import { reach } from '#worker/reach/reach.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres({ which: 'embedded' })
  await server.createDatabase('water points')
})
afterAll(() => server?.stop())

/** What signing in to a service of a pg_service.conf gives. */
async function login(settings: Record<string, string>) {
  const all = {
    host: '127.0.0.1',
    port: String(server.port),
    user: server.user,
    password: server.password,
    dbname: 'water points',
    ...settings,
  }
  const lines = Object.entries(all).map(([keyword, value]) => `${keyword}=${value}`)
  const service = parsePgServices(['[wells]', ...lines].join('\n')).services.get('wells')
  const url = loginUrl(service ?? {}) ?? ''
  return probePostgres({ url, tls: 'disable', caFile: null, password: null })
}

test('a real server lets in who has the right settings', async () => {
  const { signal } = new AbortController()
  expect(await reach({ host: '127.0.0.1', port: server.port, signal })).toBe('reachable')
  expect(await login({})).toMatchObject({ reachable: true, database: 'water points' })
})

test.for([
  [{ password: 'wrong: @/?#' }, 'signIn'],
  [{ user: 'stranger' }, 'signIn'],
  [{ dbname: 'nowhere' }, 'noDatabase'],
] as const)('%o: %s', async ([settings, trouble]) => {
  expect(await login(settings)).toMatchObject({ reachable: false, trouble })
})
