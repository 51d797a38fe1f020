import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '#build/root.ts'
import { contentSecurityPolicy } from '#electron/security/csp.ts'
import { externalUrl, mayNavigate } from '#electron/security/navigation.ts'
import { mayUse } from '#electron/security/permissions.ts'

test.each([
  ['app://app/index.html', true],
  ['app://app/index.html#jobs', true],
  ['app://other/index.html', false],
  ['app://app.evil.org/', false],
  ['app://app:81/', false],
  ['file:///etc/passwd', false],
  ['data:text/html,hi', false],
  ['javascript:alert(1)', false],
  ['blob:app://app/1', false],
  ['about:blank', false],
  ['http://localhost/', false],
  ['https://qgis.org/', false],
  ['', false],
])('navigation to %s: %s (S4)', (url, allowed) => {
  expect(mayNavigate(url)).toBe(allowed)
})

test.each([
  ['https://qgis.org/download/', 'https://qgis.org/download/'],
  ['HTTPS://QGIS.ORG/download', 'https://qgis.org/download'],
  ['https://docs.qfield.org/', 'https://docs.qfield.org/'],
  ['http://qgis.org/', null],
  ['https://qgis.org.evil.org/', null],
  ['https://evil.org/qgis.org', null],
  ['https://user:pass@qgis.org/', null],
  ['https://qgis.org:8443/', null],
  ['file:///etc/passwd', null],
  ['javascript:alert(1)', null],
  ['smb://qgis.org/x', null],
  ['', null],
])('opening %s: %s (S5)', (url, opened) => {
  expect(externalUrl(url)).toBe(opened)
})

test('of all permissions that Electron knows, one is given (S6)', () => {
  const types = readFileSync(join(root, 'node_modules', 'electron', 'electron.d.ts'), 'utf8')
  const union =
    /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(types)
  const permissions = [...(union?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map((match) => match[1] ?? '')
  expect(permissions.length).toBeGreaterThan(30)
  expect(permissions.filter(mayUse)).toEqual(['clipboard-sanitized-write'])
})

test('the policy starts from nothing and allows no inline code (S7)', () => {
  const policy = contentSecurityPolicy('abc')
  expect(policy.split('; ')[0]).toBe("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toMatch(/unsafe-|\*|https?:/)
})
