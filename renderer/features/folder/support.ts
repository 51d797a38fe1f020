import type { Job } from '#worker/api/jobs.ts'
import type { Finding } from '#worker/api/projects.ts'

interface SupportParts {
  version: string
  job: Job
  findings: Finding[]
  /** As the worker keeps it: redacted. */
  log: string
}

/**
 * What somebody who helps needs to know of a job, as text. Titles, paths and names of layers stay here: of the
 * findings only the codes go along, and the log comes redacted.
 */
export function supportText({ version, job, findings, log }: SupportParts): string {
  const steps = job.steps.map(({ id, state, ms }) => `  ${id}: ${state}${ms === null ? '' : ` ${ms} ms`}`)
  const codes = new Map<string, number>()
  for (const { level, code } of findings) {
    const line = `  ${level} ${code}`
    codes.set(line, (codes.get(line) ?? 0) + 1)
  }
  return [
    `Fieldpack ${version}`,
    `Job ${job.id}: ${job.type}, ${job.state}, attempt ${job.attempts}`,
    `Created ${job.createdAt}, ended ${job.finishedAt ?? 'not yet'}`,
    ...(job.error === null ? [] : [`Error ${job.error.code}`]),
    'Steps:',
    ...steps,
    `Findings: ${findings.length}`,
    ...[...codes].map(([line, count]) => (count === 1 ? line : `${line} × ${count}`)),
    'Log:',
    log,
  ].join('\n')
}
