import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { DeltaRole, type AppliedDelta, type ApplyDeltasResult } from '#worker/api/deltas.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { outcomeOf } from '#worker/cli/ended-job.ts'
import { followToEnd } from '#worker/cli/follow.ts'
import { projectOptions, secretsOf } from '#worker/cli/project-options.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import type { Words } from '#worker/words/words.ts'

const options = {
  ...projectOptions,
  'overwrite-conflicts': { type: 'boolean' },
  inverse: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  again: { type: 'boolean' },
  uuid: { type: 'string', multiple: true },
  role: { type: 'string' },
} as const

/** `apply-deltas DIR DELTAFILE…`: QFieldCloud's delta_apply on this computer. */
export const applyDeltas: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, options)
  const [folder, ...files] = positionals
  const uuids = values.uuid ?? []
  if (folder === undefined || (files.length === 0) === (uuids.length === 0))
    throw new AppError('usage', { why: 'apply-deltas takes a DIR, and delta files or --uuid' })
  const role = DeltaRole.safeParse(values.role ?? 'manager')
  if (!role.success) throw new AppError('usage', { why: `--role is one of ${DeltaRole.options.join(', ')}` })
  const request = {
    folder: resolve(folder),
    files: files.map((file) => resolve(file)),
    uuids,
    overwriteConflicts: values['overwrite-conflicts'] === true,
    inverse: values.inverse === true,
    dryRun: values['dry-run'] === true,
    again: values.again === true,
    role: role.data,
    offline: values.offline === true,
  }
  const secrets = await secretsOf(values)
  return withWorker(context, { write: true, secrets }, async (worker) => {
    const ended = await followToEnd(worker, await worker.call('jobs.applyDeltas', request), context)
    const result = ended.result as ApplyDeltasResult | null
    const deltas = result?.deltas ?? []
    return outcomeOf(ended, context, {
      document: {
        folder: result?.folder ?? request.folder,
        dryRun: request.dryRun,
        deltas: deltas.map((delta) => toldDelta(delta, context.words)),
        layers: result?.layers ?? [],
        feedback: result?.feedback ?? null,
        files: result?.files ?? [],
      },
      lines: deltas.map(
        ({ status, method, layerName, layerId, message }) =>
          `  ${status.padEnd(12)} ${method.padEnd(7)} ${layerName || layerId}  ${message}`,
      ),
    })
  })
}

function toldDelta(delta: AppliedDelta, words: Words) {
  const strict = delta.strict.map((warning) => ({
    ...warning,
    message: words.say(`strict.${warning.code}`, warning.params),
  }))
  return { ...delta, strict }
}
