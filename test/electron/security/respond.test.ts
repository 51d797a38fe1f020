import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { respond } from '#electron/security/respond.ts'

const home = mkdtempSync(join(tmpdir(), 'fieldpack-scheme-'))
const folder = join(home, 'renderer')

beforeAll(() => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'main.js'), 'export {}')
  writeFileSync(join(home, 'secret.js'), 'secret')
  symlinkSync(join(home, 'secret.js'), join(folder, 'link.js'))
})

afterAll(() => rmSync(home, { recursive: true }))

test('a page carries the nonce of its own policy, a new one each time', async () => {
  const pages = await Promise.all([1, 2].map(() => respond(folder, 'GET', 'app://app/index.html')))
  const nonces = await Promise.all(
    pages.map(async (page) => {
      const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1]
      expect(page.headers.get('Content-Security-Policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
      return nonce
    }),
  )
  expect(nonces[0]).not.toBe(nonces[1])
})

test.each([
  ['GET', 'app://app/main.js', 200],
  ['HEAD', 'app://app/main.js', 200],
  ['GET', 'app://app/none.js', 404],
  ['GET', 'app://app/link.js', 403],
  ['GET', 'app://app/%2e%2e/secret.js', 403],
  ['DELETE', 'app://app/main.js', 405],
])('%s %s -> %i, with the policy and nosniff', async (method, url, status) => {
  const response = await respond(folder, method, url)
  expect(response.status).toBe(status)
  expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/)
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(await response.text()).not.toContain('secret')
})
