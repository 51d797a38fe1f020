import { resolve } from 'node:path'
import * as z from 'zod'
import type { CloudDelta, PushReceipt } from '#worker/api/cloud.ts'
import { DeltaStatus } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { folderAndMore, projectOf, projectOptions } from '#worker/cli/cloud/project-of.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

const Statuses = z.array(z.union([DeltaStatus, z.literal('busy')]))

/** `cloud deltas DIR`: the changes that came to the server, oldest first; `--out FILE` writes them as a delta file. */
export const deltas: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, {
    ...projectOptions,
    status: { type: 'string', multiple: true },
    out: { type: 'string' },
  })
  const statuses = Statuses.safeParse(values.status ?? [])
  if (!statuses.success)
    throw new AppError('usage', { why: `--status is one of ${DeltaStatus.options.join(', ')}, busy` })
  const { folder } = folderAndMore(values, positionals)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const project = await projectOf(worker, values, folder)
    const found = await worker.call('cloud.deltas', { ...project, statuses: statuses.data, limit: 100_000 })
    if (values.out === undefined) return { document: found, lines: found.deltas.map(lineOf) }
    const uuids = found.deltas.map(({ uuid }) => uuid)
    if (uuids.length === 0) throw new AppError('deltas.none')
    const written = await worker.call('cloud.exportDeltas', { ...project, uuids, out: resolve(values.out) })
    return { document: written, lines: [`${written.count}  ${written.file}`] }
  })
}

/** `cloud push DIR FILE`: pushes a delta file and reads back what the server has of it. */
export const push: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, projectOptions)
  const { folder, more } = folderAndMore(values, positionals, 1)
  const [file] = more
  if (file === undefined) throw new AppError('usage', { why: 'cloud push takes DIR and a delta file' })
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const project = await projectOf(worker, values, folder)
    return receiptsOutcome(await worker.call('cloud.pushDeltas', { ...project, file: resolve(file) }))
  })
}

/** `cloud reapply DIR UUID…`: pushes deltas of the server once more, under fresh uuids and in their order. */
export const reapply: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, {
    ...projectOptions,
    'and-newer': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  })
  const { folder, more: uuids } = folderAndMore(values, positionals, Infinity)
  if (uuids.length === 0) throw new AppError('usage', { why: 'cloud reapply takes DIR and UUIDs' })
  const dryRun = values['dry-run'] === true
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const project = await projectOf(worker, values, folder)
    const done = await worker.call('cloud.reapply', {
      ...project,
      uuids,
      andNewer: values['and-newer'] === true,
      dryRun,
    })
    const lines = dryRun ? done.deltas.map(lineOf) : receiptsOutcome(done.receipts).lines
    return { document: done, lines, failed: !dryRun && hasFailed(done.receipts) }
  })
}

/** `cloud apply DIR`: has the server apply what waits there. */
export const applyPending: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, projectOptions)
  const { folder } = folderAndMore(values, positionals)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    await worker.call('cloud.applyPending', await projectOf(worker, values, folder))
    return { document: { asked: true }, lines: [] }
  })
}

function receiptsOutcome(receipts: PushReceipt[]) {
  return {
    document: receipts,
    lines: receipts.map(({ uuid, status }) => `${uuid}  ${status ?? 'not there'}`),
    failed: hasFailed(receipts),
  }
}

const hasFailed = (receipts: readonly PushReceipt[]): boolean =>
  receipts.some(({ status }) => status === null)

const lineOf = ({
  uuid,
  createdAt,
  createdBy,
  status,
  method,
  layerName,
  layerId,
  message,
}: CloudDelta): string =>
  `${createdAt}  ${uuid}  ${status.padEnd(12)} ${method.padEnd(7)} ${createdBy.padEnd(12)} ${layerName || layerId}  ${message}`.trimEnd()
