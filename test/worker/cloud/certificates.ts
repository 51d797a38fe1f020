import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

/** Where it is missing, that is printed. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) process.stderr.write('Skipped: certificates of servers, for which openssl is missing.\n')

export interface Certified {
  key: string
  cert: string
  /** The file with the certificate of who signed it. */
  authority: string
}

/**
 * A certificate for one address.
 *
 * @param names subjectAltName, such as `IP:127.0.0.1`
 * @param signedBy itself, or an authority of its own
 * @param days of its life from now on; below zero it began and ended before today
 */
export function certificateFor(names: string, signedBy: 'itself' | 'authority', days = 2): Certified {
  const folder = temporaryFolder()
  const path = (file: string): string => join(folder, file)
  const openssl = (...words: string[]): void =>
    void execFileSync('openssl', words, { stdio: 'pipe', cwd: folder })
  writeFileSync(path('index.txt'), '')
  writeFileSync(path('serial'), '01')
  writeFileSync(path('ca.conf'), `${settings}subjectAltName=${names}\n`)
  openssl(...authority.split(' '), '-subj', '/CN=Test authority')
  openssl(...request.split(' '))
  const [start, end] = days > 0 ? [-2, days] : [days - 2, days]
  const signer = signedBy === 'itself' ? '-selfsign -keyfile server.key' : '-cert ca.pem -keyfile ca.key'
  openssl(...`${sign} ${signer} -startdate ${asn1(start)} -enddate ${asn1(end)}`.split(' '))
  return {
    key: readFileSync(path('server.key'), 'utf8'),
    cert: readFileSync(path('server.pem'), 'utf8'),
    authority: path(signedBy === 'itself' ? 'server.pem' : 'ca.pem'),
  }
}

const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
const authority = `req -x509 ${key} -keyout ca.key -out ca.pem -days 2`
const request = `req ${key} -keyout server.key -out server.csr -subj /CN=server`
const sign = 'ca -batch -notext -config ca.conf -in server.csr -out server.pem'

/** Of `openssl ca`, which alone lets a certificate begin and end when we want. */
const settings = `[ca]
default_ca=own
[own]
database=index.txt
serial=serial
new_certs_dir=.
default_md=sha256
policy=any
x509_extensions=names
[any]
commonName=supplied
[names]
`

/** So many days from now, as openssl writes a moment. */
function asn1(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '')
}
