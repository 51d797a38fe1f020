import * as z from 'zod'

/** As much of vitest's JSON report as the last line is made of. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
})

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/**
 * Counts one report of vitest. A file that failed before it had a test counts as one failure, and so does a
 * report that is missing, broken or empty: a project that ran nothing proves nothing.
 */
export function tallyOf(report: string | null): Tally {
  const parsed = Report.safeParse(parse(report))
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const ran = numPassedTests + numFailedTests + broken.length
  return {
    passed: numPassedTests,
    failed: ran === 0 ? 1 : numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  }
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The line that a machine reads. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

function parse(report: string | null): unknown {
  try {
    return JSON.parse(report ?? '')
  } catch {
    return null
  }
}
