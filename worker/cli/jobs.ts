import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import { syncOutcome } from '#worker/cli/cloud/sync-outcome.ts'
import { parseOptions, type Command, type Context, type Outcome } from '#worker/cli/command.ts'
import { followJob, followToEnd } from '#worker/cli/follow.ts'
import { documentOf, linesOf } from '#worker/cli/generate.ts'
import { withWorker, type CliWorker } from '#worker/cli/with-worker.ts'

/** `jobs list | show ID | log ID | retry ID | cancel ID | discard ID`; an ID may be shortened while it is unique. */
export const jobs: Command = async (args, context) => {
  const { positionals } = parseOptions(args, {})
  const [verb = 'list', id, ...more] = positionals
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined
  if (!action || more.length > 0)
    throw new AppError('usage', { why: `what is "jobs ${positionals.join(' ')}"?` })
  if (verb !== 'list' && id === undefined) throw new AppError('usage', { why: `jobs ${verb} takes an ID` })
  return withWorker(
    context,
    { write: action.write, idle: !action.runs, cloud: action.runs },
    async (worker) => action.act(worker, verb === 'list' ? '' : await fullId(worker, id ?? ''), context),
  )
}

interface Action {
  /** Needs the ledger for itself; the others also read beside a running app. */
  write: boolean
  /** Waits for a job, so the queue has to run, with the accounts of QFieldCloud that a sync needs. */
  runs: boolean
  act(worker: CliWorker, id: string, context: Context): Promise<Outcome>
}

const actions: Record<string, Action> = {
  list: {
    write: false,
    runs: false,
    act: async ({ call }) => {
      const all = await call('jobs.list', {})
      return { document: all, lines: all.map(lineOf) }
    },
  },
  show: {
    write: false,
    runs: false,
    act: async ({ call }, id, { words }) => {
      const job = await call('jobs.get', { id })
      const error = job.error === null ? null : { ...job.error, message: words.error(job.error) }
      return {
        document: { ...job, error },
        lines: [
          lineOf(job),
          ...job.steps.map((step) => `  ${step.state.padEnd(8)} ${words.say(`ui.step.${step.id}`)}`),
          ...(error === null ? [] : [error.message]),
        ],
      }
    },
  },
  log: {
    write: false,
    runs: false,
    act: async ({ call }, id) => {
      const log = await call('jobs.log', { id })
      return { document: log, lines: log.map((line) => `${line.at} ${line.level.padEnd(7)} ${line.message}`) }
    },
  },
  retry: {
    write: true,
    runs: true,
    act: async (worker, id, context) => {
      await worker.call('jobs.hurry', {})
      const before = await worker.call('jobs.get', { id })
      const waits = before.state === 'queued' || before.state === 'pending' || before.state === 'started'
      const job = waits ? before : await worker.call('jobs.retry', { id })
      if (job.type === 'sync')
        return syncOutcome(worker, await followToEnd(worker, job, context, 'leave'), context)
      const ended = await followJob(worker, job, context)
      if (ended.type === 'generate')
        return { document: documentOf(ended, context.words), lines: linesOf(ended, context.words) }
      const result = ended.result as object | null
      return { document: { job: ended.id, state: ended.state, ...result }, lines: [lineOf(ended)] }
    },
  },
  cancel: {
    write: true,
    runs: false,
    act: async ({ call }, id) => {
      const job = await call('jobs.cancel', { id })
      return { document: job, lines: [lineOf(job)] }
    },
  },
  discard: {
    write: true,
    runs: false,
    act: async ({ call }, id) => {
      await call('jobs.discard', { id })
      return { document: { discarded: id }, lines: [] }
    },
  },
}

async function fullId({ call }: CliWorker, short: string): Promise<string> {
  const all = await call('jobs.list', { limit: 10_000 })
  const found = all.filter(({ id }) => id.startsWith(short))
  if (found.length !== 1 || found[0] === undefined) throw new AppError('job.notFound', { id: short })
  return found[0].id
}

function lineOf(job: Job): string {
  const done = job.progress === null || job.state !== 'started' ? '' : ` ${Math.round(job.progress * 100)} %`
  return `${job.id}  ${job.createdAt.slice(0, 16).replace('T', ' ')}  ${job.type.padEnd(10)} ${job.state.padEnd(8)}${done}  ${job.title}`
}
