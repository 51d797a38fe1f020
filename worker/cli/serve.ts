import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import { noSecrets } from '#worker/api/messages.ts'
import type { Settings } from '#worker/api/settings.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { createEventLines } from '#worker/cli/event-lines.ts'
import { databaseOf, isOpenLine, type ServedDatabase } from '#worker/cli/serve-database.ts'
import type { CloudAccount } from '#worker/cloud/account.ts'
import { createWorker } from '#worker/compose.ts'
import { startHttp, type HttpServer } from '#worker/http/server.ts'
import { sessionsFor } from '#worker/qgis/fleet.ts'

const options = {
  postgres: { type: 'string' },
  http: { type: 'string' },
  'token-file': { type: 'string' },
  sessions: { type: 'string' },
  budget: { type: 'string' },
  orphans: { type: 'string' },
} as const

/** Milliseconds that running jobs get to end at a stop; handing back and closing take their share of the 5 s too. */
const drainMs = 1_500
const lastAnswersMs = 500
const defaultBudget = 180

/**
 * `serve`: a worker without a window, until SIGTERM or SIGINT. Drains the ledger's own jobs and those that others put
 * into qgis_jobs, and answers the wrapper's requests.
 */
export const serve: Command = async (args, context) => {
  const wanted = read(args, process.env)
  const { note } = context
  const stop = new AbortController()
  const signals = ['SIGTERM', 'SIGINT'] as const
  // A second one does not wait. Not `once`: what ends QGIS at a signal then ends this process too, as nobody listens.
  const onSignal = (): void => (stop.signal.aborted ? process.exit(1) : stop.abort())
  for (const signal of signals) process.on(signal, onSignal)
  const line = (text: string): void => note(`${new Date().toISOString()} ${text}`)
  const worker = await createWorker({
    dataDir: context.dataDir,
    resourcesDir: context.resourcesDir,
    emit: createEventLines(context.words, line),
    note: line,
    override: { ...overrideOf(wanted.database), ...wanted.orphans },
    secrets: { ...noSecrets, postgres: wanted.database?.password ?? null },
    cloudAccount: accountOf(process.env),
    sessions: wanted.sessions,
    unattended: true,
  })
  let http: HttpServer | null = null
  try {
    if (wanted.database !== null && isOpenLine(wanted.database.url))
      line('the database connection is not encrypted; its address may ask for it with ?sslmode=require')
    const work = await worker.wrapper({ budgetMs: wanted.budget * 1000 })
    line(`QGIS ${work.qgisVersion()}, sessions side by side: ${wanted.sessions}`)
    const say = (error: AppErrorData): string => context.words.error(error)
    if (wanted.http !== null)
      http = await startHttp({ ...wanted.http, work, token: wanted.token, say, note: line })
    worker.start()
    if (http !== null) line(`listening on ${http.url}`)
    await fired(stop.signal)
    line('stopping')
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
    http?.shut()
    await worker.stop(drainMs)
    await http?.close(lastAnswersMs)
  }
  return { document: { stopped: true }, lines: [] }
}

interface Wanted {
  database: ServedDatabase | null
  http: { host: string; port: number } | null
  token: string | null
  sessions: number
  /** Seconds. */
  budget: number
  orphans: Partial<Settings>
}

/** @throws AppError usage, input.unreadable */
function read(args: string[], env: NodeJS.ProcessEnv): Wanted {
  const { values, positionals } = parseOptions(args, options)
  if (positionals.length > 0) throw new AppError('usage', { why: `what is "${positionals[0]}"?` })
  const tokenFile = values['token-file']
  return {
    database: databaseOf(values.postgres, env),
    http: values.http === undefined ? null : addressOf(values.http),
    token: tokenFile === undefined ? null : readToken(tokenFile),
    sessions:
      values.sessions === undefined
        ? sessionsFor({ freeBytes: process.availableMemory(), cores: availableParallelism() })
        : wholeNumber('--sessions', values.sessions, 64),
    orphans:
      values.orphans === undefined ? {} : { orphanHours: wholeNumber('--orphans', values.orphans, 8760) },
    budget: values.budget === undefined ? defaultBudget : wholeNumber('--budget', values.budget, 86_400),
  }
}

/** `HOST:PORT`; IPv6 in brackets. */
function addressOf(text: string): { host: string; port: number } {
  const [, host, port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) > 65_535)
    throw new AppError('usage', { why: `--http takes HOST:PORT, not "${text}"` })
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function readToken(path: string): string {
  try {
    const token = readFileSync(path, 'utf8').trim()
    if (token === '') throw new Error('the file is empty')
    return token
  } catch (cause) {
    throw new AppError('input.unreadable', { path }, { cause })
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new AppError('usage', { why: `${name} takes a whole number from 1 to ${most}, not "${text}"` })
}

/** The address' own sslmode says how the connection is protected, as it does for every Postgres client. */
function overrideOf(database: ServedDatabase | null): Partial<Settings> {
  if (database === null) return { takeJobs: true }
  const { url, caFile } = database
  return { takeJobs: true, postgresUrl: url, postgresTls: 'disable', postgresCaFile: caFile }
}

/** For basemaps that somebody asks for without an account. */
function accountOf(env: NodeJS.ProcessEnv): CloudAccount | null {
  const { QFIELDCLOUD_URL: url, QFIELDCLOUD_USER: user, QFIELDCLOUD_PASSWORD: password } = env
  return url && user && password ? { url, user, password } : null
}

async function fired(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
