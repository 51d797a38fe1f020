import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { PackageResult } from '#worker/api/projects.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { outcomeOf } from '#worker/cli/ended-job.ts'
import { findingLines, toldFindings } from '#worker/cli/finding-lines.ts'
import { followToEnd } from '#worker/cli/follow.ts'
import { projectOptions, secretsOf } from '#worker/cli/project-options.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

const options = {
  ...projectOptions,
  out: { type: 'string' },
  zip: { type: 'boolean' },
  cable: { type: 'boolean' },
  'leave-out': { type: 'string', multiple: true },
} as const

/** `package DIR --out DIR`: QFieldCloud's package on this computer, opened again and counted. */
export const packageCommand: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, options)
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0 || !values.out)
    throw new AppError('usage', { why: 'package takes one DIR and --out DIR' })
  const request = {
    folder: resolve(folder),
    out: resolve(values.out),
    zip: values.zip === true,
    actions: values.cable === true ? ('cable' as const) : ('cloud' as const),
    leaveOut: values['leave-out'] ?? [],
    offline: values.offline === true,
  }
  const secrets = await secretsOf(values)
  return withWorker(context, { write: true, secrets }, async (worker) => {
    const ended = await followToEnd(worker, await worker.call('jobs.package', request), context)
    const result = ended.result as PackageResult | null
    const layers = result?.layers ?? []
    return outcomeOf(ended, context, {
      document: {
        folder: request.out,
        project: result?.project ?? null,
        zip: result?.zip ?? null,
        layers,
        findings: toldFindings(result?.findings ?? [], context.words),
        packageFiles: result?.packageFiles ?? [],
        feedback: result?.feedback ?? null,
        files: result?.files ?? [],
      },
      lines: [
        ...findingLines(result?.findings ?? [], context.words),
        ...layers.map(
          ({ name, action, packaged, file }) =>
            `  ${name.padEnd(28)} ${action.padEnd(13)} ${String(packaged ?? '').padStart(8)}  ${file ?? ''}`,
        ),
        ...(ended.state === 'finished' && result?.project != null ? [result.project] : []),
        ...(ended.state === 'finished' && result?.zip != null ? [result.zip] : []),
      ],
    })
  })
}
