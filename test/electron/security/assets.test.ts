import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assetOf } from '#electron/security/assets.ts'

test.each([
  ['app://app/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['app://app/assets/index-0YVg0m0F.js', 'assets/index-0YVg0m0F.js', 'text/javascript; charset=utf-8'],
  ['app://app/assets/a.css?v=1#x', 'assets/a.css', 'text/css; charset=utf-8'],
])('%s is served', (url, path, type) => {
  expect(assetOf('GET', url)).toEqual({ status: 200, path, type })
})

test.each([
  ['GET', 'app://app/../main/main.js', 403],
  ['GET', 'app://app/%2e%2e/main/main.js', 403],
  ['GET', 'app://app/..%2fmain%2fmain.js', 403],
  ['GET', String.raw`app://app/..\main\main.js`, 403],
  ['GET', 'app://app/%5c%5cserver/share.html', 403],
  ['GET', 'app://app/index.html%00.js', 403],
  ['GET', 'app://app//etc/hosts.html', 403],
  ['GET', 'app://app/%', 403],
  ['GET', 'app://other/index.html', 403],
  ['GET', 'https://app/index.html', 403],
  ['GET', 'file:///etc/passwd', 403],
  ['GET', 'not a url', 403],
  ['GET', 'app://app/', 403],
  ['GET', 'app://app/secret.sqlite', 404],
  ['POST', 'app://app/index.html', 405],
  ['PUT', 'app://app/index.html', 405],
])('%s %s -> %i', (method, url, status) => {
  expect(assetOf(method, url)).toEqual({ status })
})

test('no address leads out of the folder', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '%2f',
      '%5c',
      '\\',
      '/',
      '//',
      '%00',
      'a',
      'main.js',
      '~',
      'C:',
    ),
    fc.string({ maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const asset = assetOf('GET', `app://app/${pieces.join('')}`)
      if (asset.status !== 200) return
      expect(asset.path).not.toMatch(/\.\.|\\|\0|^\/|:/)
    }),
  )
})
