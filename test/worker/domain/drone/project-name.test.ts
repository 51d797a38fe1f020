import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeProjectName } from '#worker/domain/drone/project-name.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'

test.each([
  ['Kathmandu north', 'Kathmandu north'],
  ['काठमाडौं', 'काठमाडौं'],
  ['a/b\\c', 'a_b_c'],
  ['../../etc', '_.._etc'],
  ['site.', 'site'],
  [' . ', 'drone'],
  ['NUL', '_NUL'],
  ['con.old', '_con.old'],
])('%j is called %j', (name, expected) => {
  expect(safeProjectName(name)).toBe(expected)
})

test('every name is one part of a path, short enough, and stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const safe = safeProjectName(name)
      expect(isSafeName(`${safe}.qgs`)).toBe(true)
      expect(safe).not.toContain('/')
      expect(safe.length).toBeLessThanOrEqual(101)
      expect(safe.isWellFormed()).toBe(true)
      expect(safeProjectName(safe)).toBe(safe)
    }),
  )
})
