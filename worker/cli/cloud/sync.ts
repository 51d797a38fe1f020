import { resolve } from 'node:path'
import type { CloudTarget, SyncChoice, SyncPlan, SyncResult } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { accountOf } from '#worker/cli/cloud/account-of.ts'
import { toldJob } from '#worker/cli/cloud/jobs.ts'
import { projectOf, projectOptions } from '#worker/cli/cloud/project-of.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { outcomeOf } from '#worker/cli/ended-job.ts'
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
  const wanted = wantedOf(args)
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

/** `cloud sync DIR`: brings folder and server to the same, and has the server package it. */
export const sync: Command = async (args, context) => {
  const wanted = wantedOf(args)
  return withWorker(context, { write: true, cloud: true }, async (worker) => {
    const { accountId, target } = await placeOf(worker, wanted)
    const { folder, choices, download, makePackage, limitRate } = wanted
    const request = { folder, accountId, target, choices, download, makePackage, limitRate }
    const ended = await followToEnd(worker, await worker.call('jobs.sync', request), context)
    const files = await worker.call('cloud.files', { jobId: ended.id })
    const result = ended.result as SyncResult | null
    const told = (job: SyncResult['checkJob']) => (job === null ? null : toldJob(job, context.words))
    return outcomeOf(ended, context, {
      document: {
        folder,
        ...result,
        ...(result === null ? {} : { checkJob: told(result.checkJob), packageJob: told(result.packageJob) }),
        syncedFiles: files,
      },
      lines: [
        ...files
          .filter(({ state }) => state === 'failed')
          .map(({ name, error }) => `failed  ${name}  ${error === null ? '' : context.words.error(error)}`),
        ...(result === null ? [] : [`${result.uploaded} up, ${result.downloaded} down`, result.projectUrl]),
      ],
    })
  })
}

function wantedOf(args: string[]) {
  const { values, positionals } = parseOptions(args, options)
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new AppError('usage', { why: 'cloud sync takes one DIR' })
  const choice = (names: string[] | undefined, what: SyncChoice): [string, SyncChoice][] =>
    (names ?? []).map((name) => [name, what])
  return {
    values,
    folder: resolve(dir),
    choices: Object.fromEntries([
      ...choice(values.mine, 'mine'),
      ...choice(values.theirs, 'theirs'),
      ...choice(values.skip, 'skip'),
    ]),
    download: values['no-download'] !== true,
    makePackage: values['no-package'] !== true,
    limitRate: rateOf(values['limit-kb']),
  }
}

async function placeOf(
  worker: CliWorker,
  { values, folder }: ReturnType<typeof wantedOf>,
): Promise<{ accountId: string; target: CloudTarget }> {
  if (values.new === undefined) {
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
  const kilobytes = Number(text)
  if (!Number.isFinite(kilobytes) || kilobytes <= 0)
    throw new AppError('usage', { why: `--limit-kb takes kilobytes a second, not "${text}"` })
  return Math.round(kilobytes * 1000)
}

const lineOf = ({ action, name, size, reason }: SyncPlan['files'][number]): string =>
  `${action.padEnd(13)} ${String(size).padStart(12)}  ${name}${reason === null ? '' : `  (${reason})`}`
