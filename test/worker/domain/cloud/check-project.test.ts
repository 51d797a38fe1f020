import { expect, test } from 'vitest'
import { projectNameProblem, projectRoleOf } from '#worker/domain/cloud/check-project.ts'

test.each([
  ['tree_survey-2.1', null],
  ['x'.repeat(255), null],
  ['', 'empty'],
  ['x'.repeat(256), 'tooLong'],
  ['tree survey', 'character'],
  ['été', 'character'],
  ['a/b', 'character'],
  ['name\n', 'character'],
])('%j: %s', (name, problem) => {
  expect(projectNameProblem(name)).toBe(problem)
})

test('roles as people type them', () => {
  expect([' Editor', 'reporter', 'boss', ''].map(projectRoleOf)).toEqual(['editor', 'reporter', null, null])
})
