import * as z from 'zod'

/** As much of vitest's JSON report as the end of the output is made of. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
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
  const parsed = parse(report)
  if (parsed === null) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed
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

/**
 * What failed, told once more: `file > test` with the first lines of its message. Whoever reads the end of a
 * long output (a CI keeps only that) must not have to guess.
 */
export function failuresOf(report: string | null): string[] {
  return (parse(report)?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((result) => result.status === 'failed')
    if (file.status === 'failed' && failed.length === 0) return [told(file.name, file.message)]
    return failed.map((result) => told(`${file.name} > ${result.fullName}`, result.failureMessages?.[0]))
  })
}

const linesOfMessage = 30

function told(where: string, message = ''): string {
  const lines = message.split('\n').slice(0, linesOfMessage)
  return [where, ...lines.map((line) => `  ${line}`)].join('\n')
}

function parse(report: string | null): z.infer<typeof Report> | null {
  try {
    return Report.safeParse(JSON.parse(report ?? '')).data ?? null
  } catch {
    return null
  }
}
