import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { CheckResult } from '#worker/api/projects.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { outcomeOf } from '#worker/cli/ended-job.ts'
import { findingLines, layerLines, toldFindings } from '#worker/cli/finding-lines.ts'
import { followToEnd } from '#worker/cli/follow.ts'
import { projectOptions, secretsOf } from '#worker/cli/project-options.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

/** `check DIR`: QFieldCloud's process_projectfile on this computer. A project with findings is checked all the same. */
export const check: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, { ...projectOptions, 'plan-mb': { type: 'string' } })
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new AppError('usage', { why: 'check takes one DIR' })
  const request = {
    folder: resolve(folder),
    offline: values.offline === true,
    planBytes: planBytes(values['plan-mb']),
  }
  const secrets = await secretsOf(values)
  return withWorker(context, { write: true, secrets }, async (worker) => {
    const ended = await followToEnd(worker, await worker.call('jobs.check', request), context)
    const result = ended.result as CheckResult | null
    const findings = result?.findings ?? []
    const layers = result?.layers ?? []
    return outcomeOf(ended, context, {
      document: {
        folder: result?.folder ?? request.folder,
        findings: toldFindings(findings, context.words),
        project: result?.project ?? null,
        layers,
        feedback: result?.feedback ?? null,
        files: result?.files ?? [],
      },
      lines: [...layerLines(layers), ...findingLines(findings, context.words)],
    })
  })
}

/** Megabytes of a plan in QFieldCloud, in bytes. */
function planBytes(text: string | undefined): number | null {
  if (text === undefined) return null
  const megabytes = Number(text)
  if (!Number.isFinite(megabytes) || megabytes <= 0)
    throw new AppError('usage', { why: `--plan-mb takes megabytes, not "${text}"` })
  return Math.round(megabytes * 1_000_000)
}
