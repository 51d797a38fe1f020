import { expect, test } from 'vitest'
import { freeBeside } from '#electron/system/beside.ts'

test('a name beside a folder is the first that is free', () => {
  const taken = new Set(['/maps/ward-copy', '/maps/ward-copy-2'])
  const isTaken = (path: string) => taken.has(path)
  expect(freeBeside('/maps/ward', 'package', isTaken)).toBe('/maps/ward-package')
  expect(freeBeside('/maps/ward/', 'copy', isTaken)).toBe('/maps/ward-copy-3')
})
