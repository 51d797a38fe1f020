import { resolve } from 'node:path'
import type { CloudTarget, SyncChoice, SyncPlan } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { accountOf } from '#worker/cli/cloud/account-of.ts'
import { beginSync, unfinishedSyncs, type UnfinishedSync } from '#worker/cli/cloud/begin-sync.ts'
import { projectOf, projectOptions } from '#worker/cli/cloud/project-of.ts'
import { syncOutcome } from '#worker/cli/cloud/sync-outcome.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { findingLines, toldFindings } from '#worker/cli/finding-lines.ts'
import { followToEnd } from '#worker/cli/follow.ts'
import { withWorker, type CliWorker } from '#worker/cli/with-worker.ts'

const options = {
  ...projectOptions,
  new: { type: 'string' },
  owner: { type: 'string' },
  public: { type: 'boolean' },
  mine: { type: 'string', multiple: true },
  theirs: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  'no-download': { type: 'boolean' },
  'no-package': { type: 'boolean' },
  'limit-kb': { type: 'string' },
} as const

/** `cloud plan DIR`: what a sync would do. */
export const plan: Command = async (args, context) => {
  const wanted = wantedOf('plan', args)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const { accountId, target } = await placeOf(worker, wanted)
    const { folder, choices, download } = wanted
    const told = await worker.call('cloud.plan', { accountId, folder, target, choices, download })
    return {
      document: { ...told, findings: toldFindings(told.findings, context.words) },
      lines: [...told.files.map(lineOf), ...findingLines(told.findings, context.words)],
    }
  })
}

/**
 * `cloud sync DIR`: brings folder and server to the same, and has the server package it. Ctrl-C leaves it in the
 * ledger, where the next sync of the folder goes on with it.
 */
export const sync: Command = async (args, context) => {
  const wanted = wantedOf('sync', args)
  return withWorker(context, { write: true, cloud: true }, async (worker) => {
    const unfinished = await unfinishedSyncs(worker, wanted.folder)
    const { accountId, target } = await placeOf(worker, wanted, unfinished[0])
    const { folder, choices, download, makePackage, limitRate } = wanted
    const request = { folder, accountId, target, choices, download, makePackage, limitRate }
    const job = await beginSync(worker, request, unfinished)
    return syncOutcome(worker, await followToEnd(worker, job, context, 'leave'), context)
  })
}

function wantedOf(command: string, args: string[]) {
  const { values, positionals } = parseOptions(args, options)
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0)
    throw new AppError('usage', { why: `cloud ${command} takes one DIR` })
  if (values.new !== undefined && values.project !== undefined)
    throw new AppError('usage', { why: 'give --new or --project, not both' })
  return {
    values,
    folder: resolve(dir),
    choices: choicesOf(values),
    download: values['no-download'] !== true,
    makePackage: values['no-package'] !== true,
    limitRate: rateOf(values['limit-kb']),
  }
}

function choicesOf(values: { [C in SyncChoice]?: string[] | undefined }): Record<string, SyncChoice> {
  const chosen = (['mine', 'theirs', 'skip'] as const).flatMap((choice) =>
    (values[choice] ?? []).map((name) => [name, choice] as const),
  )
  const choices = Object.fromEntries(chosen)
  for (const [name, choice] of chosen)
    if (choices[name] !== choice) throw new AppError('usage', { why: `"${name}" has two choices` })
  return choices
}

async function placeOf(
  worker: CliWorker,
  { values, folder }: ReturnType<typeof wantedOf>,
  unfinished?: UnfinishedSync,
): Promise<{ accountId: string; target: CloudTarget }> {
  if (values.new === undefined) {
    if (values.project === undefined && values.account === undefined && unfinished !== undefined) {
      const { accountId, target } = unfinished.request
      return { accountId, target }
    }
    const { accountId, projectId } = await projectOf(worker, values, folder)
    return { accountId, target: { kind: 'project', projectId } }
  }
  const account = await accountOf(worker, values.account)
  return {
    accountId: account.id,
    target: {
      kind: 'new',
      name: values.new,
      owner: values.owner ?? account.username,
      description: '',
      isPublic: values.public === true,
    },
  }
}

/** Kilobytes a second, in bytes. */
function rateOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const bytes = Math.round(Number(text) * 1000)
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new AppError('usage', { why: `--limit-kb takes kilobytes a second, not "${text}"` })
}

const lineOf = ({ action, name, size, reason }: SyncPlan['files'][number]): string =>
  `${action.padEnd(13)} ${String(size).padStart(12)}  ${name}${reason === null ? '' : `  (${reason})`}`
