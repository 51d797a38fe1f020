import type { CloudJob } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { folderAndMore, projectOf, projectOptions } from '#worker/cli/cloud/project-of.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { findingLines, toldFindings } from '#worker/cli/finding-lines.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import type { Words } from '#worker/words/words.ts'

/** `cloud jobs DIR`: the server's jobs of a project, newest first, with what failed. */
export const jobs: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, projectOptions)
  const { folder } = folderAndMore(values, positionals)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const all = await worker.call('cloud.jobs', await projectOf(worker, values, folder))
    return {
      document: all.map((job) => toldJob(job, context.words)),
      lines: all.flatMap((job) => linesOf(job, context.words)),
    }
  })
}

/** `cloud log DIR ID`: one job's log, kept here from then on. */
export const log: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, projectOptions)
  const { folder, more } = folderAndMore(values, positionals, 1)
  const [id] = more
  if (id === undefined) throw new AppError('usage', { why: 'cloud log takes DIR and the job’s ID' })
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const job = await worker.call('cloud.job', { ...(await projectOf(worker, values, folder)), id })
    return { document: toldJob(job, context.words), lines: [...linesOf(job, context.words), job.log ?? ''] }
  })
}

/** `cloud start package|process_projectfile DIR`: has the server run a job. */
export const start: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, projectOptions)
  const [type, ...place] = positionals
  if (type !== 'package' && type !== 'process_projectfile')
    throw new AppError('usage', { why: 'cloud start takes package or process_projectfile, and DIR' })
  const { folder } = folderAndMore(values, place)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const { job, joined } = await worker.call('cloud.startJob', {
      ...(await projectOf(worker, values, folder)),
      type,
    })
    return { document: { ...toldJob(job, context.words), joined }, lines: linesOf(job, context.words) }
  })
}

/** A job with its findings' words. */
export function toldJob(job: CloudJob, words: Words) {
  return { ...job, findings: toldFindings(job.findings, words) }
}

function linesOf(job: CloudJob, words: Words): string[] {
  const { id, type, status, createdAt, failedStep, findings } = job
  return [
    `${createdAt}  ${type.padEnd(20)} ${status.padEnd(9)} ${id}`,
    ...(failedStep === null ? [] : [`  ${words.say(`ui.step.${failedStep}`)}`]),
    ...findingLines(findings, words).map((line) => `  ${line}`),
  ]
}
