import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { servers } from '#test/postgres/binaries.ts'
import { hasOpenssl, offerTls } from '#test/postgres/certificates.ts'
import { poolOf } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import type { MirrorAddress } from '#worker/api/mirror.ts'
import { probePostgres } from '#worker/mirror/probe.ts'

describe.each(servers)('a look at a real Postgres (%s)', (which) => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ which })
  })
  afterAll(() => server?.stop())

  const probe = (over: Partial<MirrorAddress> = {}) =>
    probePostgres({ url: server.url(), tls: 'disable', caFile: null, password: server.password, ...over })

  test('a server without the table', async () => {
    expect(await probe()).toEqual({
      reachable: true,
      host: `127.0.0.1:${server.port}`,
      database: 'postgres',
      version: expect.stringMatching(/^\d+\.\d+/) as string,
      encrypted: false,
      hasJobsTable: false,
    })
  })

  test('a database with the table, its name with a space; the password inside the address', async () => {
    await server.createDatabase('field tm')
    const pool = poolOf(server, 'field tm')
    await pool.query('create table qgis_jobs (job_id uuid primary key)')
    await pool.close()
    const url = server.url('field tm').replace('@', `:${encodeURIComponent(server.password)}@`)
    expect(await probe({ url, password: null })).toMatchObject({
      reachable: true,
      database: 'field tm',
      hasJobsTable: true,
    })
  })

  test.each([
    ['a wrong password', {}, { password: 'wrong' }, 'signIn'],
    ['no password', {}, { password: null }, 'signIn'],
    ['a wrong password inside the address', { user: 'coordinator:hidden' }, { password: null }, 'signIn'],
    ['an unknown user', { user: 'stranger' }, {}, 'signIn'],
    ['an unknown database', { database: 'nowhere' }, {}, 'noDatabase'],
    ['a port where nothing listens', { at: '127.0.0.1:1' }, {}, 'refused'],
    ['a host that does not exist', { at: 'db.invalid' }, {}, 'hostUnknown'],
    ['no TLS where it is asked for', {}, { tls: 'require' as const }, 'tls'],
    ['no TLS where the address asks for it', { more: '?sslmode=verify-full' }, {}, 'tls'],
    [
      'a CA’s file that is not there',
      {},
      { tls: 'verify' as const, caFile: '/nowhere/ca.pem' },
      'certificate',
    ],
  ])('%s', async (_what, place, over, trouble) => {
    const { user, at, database, more } = {
      user: 'coordinator',
      at: `127.0.0.1:${server.port}`,
      database: 'postgres',
      more: '',
      ...place,
    }
    const found = await probe({ url: `postgres://${user}@${at}/${database}${more}`, ...over })
    expect(found).toMatchObject({ reachable: false, trouble })
    expect(found).toHaveProperty('detail', expect.stringMatching(/./))
    expect(JSON.stringify(found)).not.toMatch(/geheim|hidden/)
  })

  test.each(['db.example/field', 'https://db.example/field', 'postgres://a:%zz@b/%zz'])(
    '%s is no address',
    async (url) => {
      expect(await probe({ url })).toMatchObject({ reachable: false, trouble: 'url' })
    },
  )

  test('a user who may not connect to this database', async () => {
    const pool = poolOf(server, 'postgres')
    await pool.query("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    await server.createDatabase('closed')
    await pool.query('REVOKE CONNECT ON DATABASE closed FROM PUBLIC')
    await pool.close()
    const url = server.url('closed').replace('coordinator', 'guest')
    expect(await probe({ url, password: 'guest' })).toMatchObject({ reachable: false, trouble: 'privilege' })
  })

  describe.skipIf(!hasOpenssl)('with TLS', () => {
    let folder = ''
    let caFile = ''
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'fieldpack-tls-'))
      chmodSync(folder, 0o755)
      caFile = await offerTls(server, folder, '127.0.0.1')
      await vi.waitUntil(async () => (await probe({ tls: 'require' })).reachable, { timeout: 10_000 })
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test('encrypted, whoever it is', async () => {
      expect(await probe({ tls: 'require' })).toMatchObject({ reachable: true, encrypted: true })
      expect(await probe()).toMatchObject({ reachable: true, encrypted: false })
    })

    test('a certificate of that authority for that address', async () => {
      expect(await probe({ tls: 'verify', caFile })).toMatchObject({ reachable: true, encrypted: true })
    })

    test('a certificate for another name', async () => {
      const url = server.url().replace('127.0.0.1', 'localhost')
      expect(await probe({ url, tls: 'verify', caFile })).toMatchObject({
        reachable: false,
        trouble: 'certificate',
      })
    })

    test('an authority that the system does not know', async () => {
      expect(await probe({ tls: 'verify' })).toMatchObject({ reachable: false, trouble: 'certificate' })
    })

    test('an address that asks for more than the settings', async () => {
      const url = `${server.url()}?sslmode=verify-full`
      expect(await probe({ url })).toMatchObject({ reachable: false, trouble: 'certificate' })
      expect(await probe({ url, caFile })).toMatchObject({ reachable: true, encrypted: true })
    })

    test('a CA’s file that is none', async () => {
      const nonsense = join(folder, 'nonsense.pem')
      writeFileSync(nonsense, 'no certificate')
      expect(await probe({ tls: 'verify', caFile: nonsense })).toMatchObject({
        reachable: false,
        trouble: 'certificate',
      })
    })
  })
})

test('a server that takes the connection and never answers', async () => {
  const sockets: Socket[] = []
  const silent: Server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const url = `postgres://a@127.0.0.1:${port}/b`
  const found = await probePostgres({ url, tls: 'disable', caFile: null, password: 'geheim' })
  expect(found).toMatchObject({ reachable: false, trouble: 'timeout' })
  for (const socket of sockets) socket.destroy()
  silent.close()
}, 20_000)
