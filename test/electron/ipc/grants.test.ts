import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Grants } from '#electron/ipc/grants.ts'

function granted(): Grants {
  const grants = new Grants()
  grants.grantFile('/home/ann/form.xlsx')
  grants.grantFolder('/home/ann/Fieldpack')
  return grants
}

test.each([
  ['/home/ann/form.xlsx', true],
  ['/home/ann/../ann/form.xlsx', true],
  ['/home/ann/form.xlsx.bak', false],
  ['/home/ann/other.xlsx', false],
  ['/home/ann', false],
  ['/home/ann/Fieldpack', true],
  ['/home/ann/Fieldpack/a/b.gpkg', true],
  ['/home/ann/Fieldpack/..hidden', true],
  ['/home/ann/Fieldpack/../form2.xlsx', false],
  ['/home/ann/Fieldpack2/a', false],
  ['form.xlsx', false],
  ['', false],
  ['/home/ann/form.xlsx\0.png', false],
])('%s: %s (S14)', (path, allowed) => {
  expect(granted().allows(path)).toBe(allowed)
})

test('a granted folder never reaches above itself', () => {
  const piece = fc.constantFrom('..', '.', 'a', '', 'Fieldpack', 'b.gpkg')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = `/home/ann/Fieldpack/${pieces.join('/')}`
      const inside = join(path, '.').startsWith('/home/ann/Fieldpack')
      expect(granted().allows(path)).toBe(inside)
    }),
  )
})

test('what the worker named is granted', () => {
  const grants = new Grants()
  grants.grantKnown({ files: ['/samples/form.xlsx', 'relative'], folders: ['/out'] })
  expect(
    ['/samples/form.xlsx', '/out/x', '/samples/other', 'relative'].map((path) => grants.allows(path)),
  ).toEqual([true, true, false, false])
})
