import { expect, test } from 'vitest'
import { addTallies, failuresOf, lastLine, tallyOf } from '#build/tests/tally.ts'

const file = (status: string, tests: number) => ({
  name: 'a.test.ts',
  status,
  assertionResults: Array.from({ length: tests }, () => ({ fullName: 'a test', status })),
})
const report = (passed: number, failed: number, pending: number, files: object[]) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 1,
    testResults: files,
  })

test.each([
  ['a good run', report(3, 0, 1, [file('passed', 3)]), { passed: 3, failed: 0, skipped: 2 }],
  ['a failed test', report(2, 1, 0, [file('failed', 3)]), { passed: 2, failed: 1, skipped: 1 }],
  [
    'a file that did not load',
    report(2, 0, 0, [file('passed', 2), file('failed', 0)]),
    { passed: 2, failed: 1, skipped: 1 },
  ],
  ['no test at all', report(0, 0, 0, []), { passed: 0, failed: 1, skipped: 1 }],
  ['only skipped tests', report(0, 0, 4, [file('passed', 4)]), { passed: 0, failed: 1, skipped: 5 }],
  ['no report', null, { passed: 0, failed: 1, skipped: 0 }],
  ['a cut off report', '{"numPassed', { passed: 0, failed: 1, skipped: 0 }],
])('%s', (_name, text, tally) => {
  expect(tallyOf(text)).toEqual(tally)
})

test('the last line', () => {
  expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  expect(lastLine(addTallies([tallyOf(null), { passed: 1, failed: 0, skipped: 2 }]))).toBe(
    '1 passed, 1 failed, 2 skipped',
  )
})

test('what failed is told with its file and the beginning of its message', () => {
  const broken = {
    name: 'b.test.ts',
    status: 'failed',
    assertionResults: [
      { fullName: 'it holds', status: 'passed', failureMessages: [] },
      { fullName: 'it adds', status: 'failed', failureMessages: ['expected 1 to be 2\n    at b.test.ts:3'] },
    ],
  }
  const unloaded = { name: 'c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }
  expect(failuresOf(report(2, 1, 0, [file('passed', 1), broken, unloaded]))).toEqual([
    'b.test.ts > it adds\n  expected 1 to be 2\n      at b.test.ts:3',
    'c.test.ts\n  no such module',
  ])
  expect(failuresOf('{"numPassed')).toEqual([])
})
