import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import { trustedCertificates } from '#worker/cloud/trust.ts'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { certificateFor, hasOpenssl } from '#test/worker/cloud/certificates.ts'
import { opened, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

describe.runIf(hasOpenssl)('a server’s certificate', () => {
  test.each([
    ['signed by itself', 'IP:127.0.0.1', 'itself', 2, 'selfSigned'],
    ['of an authority that nobody knows', 'IP:127.0.0.1', 'authority', 2, 'unknownIssuer'],
  ] as const)('%s is told, and believed once its file is chosen', async (_, names, signedBy, days, why) => {
    const tls = certificateFor(names, signedBy, days)
    const { url, requests } = await startFakeCloud({ profile: '2026', tls })
    const error = await refusalOf(signIn(url, account.user, account.password))
    expect(error.data).toMatchObject({ code: 'cloud.tls', params: { host: new URL(url).host, why } })
    expect(requests).toEqual([])
    const wire = nodeWire({ trusted: await trustedCertificates(tls.authority) })
    expect((await signIn(url, account.user, account.password, { wire })).username).toBe('ana')
  })

  test.each([
    ['has expired', 'IP:127.0.0.1', -1, 'expired'],
    ['is for another address', 'DNS:cloud.example.org', 2, 'wrongHost'],
  ] as const)('that %s is never believed', async (_, names, days, why) => {
    const tls = certificateFor(names, 'authority', days)
    const { url, requests } = await startFakeCloud({ profile: '2026', tls })
    const wire = nodeWire({ trusted: await trustedCertificates(tls.authority) })
    const error = await refusalOf(signIn(url, account.user, account.password, { wire }))
    expect(error.data).toMatchObject({ code: 'cloud.tls', params: { why } })
    expect(requests).toEqual([])
  })

  test('a file of certificates that is none is told as such', async () => {
    const path = join(temporaryFolder(), 'own.pem')
    expect((await refusalOf(trustedCertificates(path))).code).toBe('input.missing')
    for (const text of ['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
      await writeFile(path, text)
      expect((await refusalOf(trustedCertificates(path))).code).toBe('input.unreadable')
    }
  })
})

test('https asked of a server that speaks none', async () => {
  const { url } = await startFakeCloud({ profile: '2026' })
  const error = await refusalOf(signIn(url.replace('http:', 'https:'), account.user, account.password))
  expect(error.data).toMatchObject({ code: 'cloud.tls', params: { why: 'other' } })
})

describe('a proxy', () => {
  test('is asked for servers that are far, and not for this machine', async () => {
    const { server, token } = await opened('2026')
    const tunnels: string[] = []
    const proxy = await listening(
      createServer().on('connect', (request, socket) => {
        tunnels.push(request.url ?? '')
        const { port, hostname } = new URL(server.url)
        const far = connect(Number(port), hostname, () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          far.pipe(socket).pipe(far)
        })
        far.on('error', () => socket.destroy())
        socket.on('error', () => far.destroy())
      }),
    )
    const wire = nodeWire({ proxyEnv: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } })
    // The tunnel leads to a server without TLS: that it came so far shows the way.
    const far = openCloud({ server: 'https://cloud.invalid', token, username: 'ana', wire })
    expect((await refusalOf(far.projects())).code).toBe('cloud.tls')
    expect(tunnels).toEqual(['cloud.invalid:443'])
    const near = openCloud({ server: server.url, token, username: 'ana', wire })
    expect(await near.projects()).toHaveLength(1)
    expect(tunnels).toHaveLength(1)
  })

  test('that lets nobody through is a server that does not answer', async () => {
    const proxy = await listening(
      createServer().on('connect', (_, socket) =>
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
      ),
    )
    const wire = nodeWire({ proxyEnv: { HTTPS_PROXY: proxy } })
    const far = openCloud({ server: 'https://cloud.invalid', token: 'secret-token', username: 'ana', wire })
    const error = await refusalOf(far.projects())
    expect(error.code).toBe('cloud.unreachable')
    expect(JSON.stringify(error.data)).not.toContain('secret-token')
  })
})

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
