import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fileNameProblem,
  fileSizeProblem,
  isProjectFile,
  largestFile,
} from '#worker/domain/cloud/check-file.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'

test.each([
  ['data/trees.gpkg', null],
  ['DCIM/मानचित्र 1.jpg', null],
  ['.hidden', null],
  ['x'.repeat(255), null],
  ['x'.repeat(256), 'tooLong'],
  ['', 'empty'],
  ['/a', 'empty'],
  ['a//b', 'empty'],
  ['a:b', 'character'],
  ['a\u0007', 'character'],
  ['what?.jpg', 'character'],
  ['a\\b', 'character'],
  ['sub/CON.txt', 'device'],
  ['com1', 'device'],
  [' a', 'edge'],
  ['a /b', 'edge'],
  ['a.', 'edge'],
  ['..', 'edge'],
])('%j: %s', (name, problem) => {
  expect(fileNameProblem(name)).toBe(problem)
})

test('what is sent can be fetched again: it is a safe name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      fc.pre(fileNameProblem(name) === null)
      expect(isSafeName(name)).toBe(true)
    }),
  )
})

test('sizes: a warning above 2 GB, an end at 10', () => {
  expect([0, 2e9, 2e9 + 1, largestFile, largestFile + 1].map(fileSizeProblem)).toEqual([
    null,
    null,
    'large',
    'large',
    'tooLarge',
  ])
})

test('project files', () => {
  expect(['a.qgs', 'sub/A.QGZ', 'a.qgs~', 'qgz', 'a.gpkg'].map(isProjectFile)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
