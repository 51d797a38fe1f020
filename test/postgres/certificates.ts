import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAs } from '#test/postgres/binaries.ts'
import type { PostgresServer } from '#test/postgres/server.ts'
import { poolOf } from '#test/postgres/database.ts'

/** Where it is missing, that is printed. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) process.stderr.write('Skipped: certificates, for which openssl is missing.\n')

/**
 * Gives a server a certificate for `name` (an IP address or a host name), signed by an authority of its own.
 *
 * @param folder that the server's user can reach
 * @returns the file of the authority's certificate
 */
export async function offerTls(server: PostgresServer, folder: string, name: string): Promise<string> {
  const path = (file: string): string => join(folder, file)
  const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: 'pipe' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.pem'),
    '-subj',
    '/CN=Test authority',
    '-days',
    '2',
  )
  openssl('req', ...key, '-keyout', path('server.key'), '-out', path('server.csr'), '-subj', '/CN=server')
  writeFileSync(path('names'), `subjectAltName=${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`)
  openssl(
    'x509',
    '-req',
    '-in',
    path('server.csr'),
    '-CA',
    path('ca.pem'),
    '-CAkey',
    path('ca.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    path('names'),
    '-out',
    path('server.pem'),
  )
  if (runAs.uid !== undefined)
    for (const file of ['server.key', 'server.pem']) chownSync(path(file), runAs.uid, runAs.gid)
  const pool = poolOf(server, 'postgres')
  for (const [setting, value] of [
    ['ssl_cert_file', path('server.pem')],
    ['ssl_key_file', path('server.key')],
    ['ssl', 'on'],
  ])
    await pool.query(`ALTER SYSTEM SET ${setting} = '${value}'`)
  await pool.query('SELECT pg_reload_conf()')
  await pool.close()
  return path('ca.pem')
}
