import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { PostgresServer } from '#test/postgres/server.ts'
import { samples, start, type Ran } from '#test/worker/cli/run.ts'
import type { Sql } from '#worker/mirror/sql.ts'

export interface Served {
  url: string
  process: ChildProcess
  ended: Promise<Ran>
  /** Its lines so far. */
  said(): string
}

/** A real `serve` process; ends with its test. Resolves when it listens. */
export async function startServe(args: string[], env: NodeJS.ProcessEnv): Promise<Served> {
  const served = start(['serve', '--http', '127.0.0.1:0', ...args], env)
  onTestFinished(async () => {
    served.process.kill('SIGKILL')
    await served.ended
  })
  const listening = /listening on (http:\S+)/
  await until(() => listening.test(served.said()) || served.process.exitCode !== null)
  const url = listening.exec(served.said())?.[1]
  if (url === undefined) throw new Error(`serve ended: ${served.said()}`)
  return { url, ...served }
}

/** How Field-TM's deployment names its database. */
export function fieldTmEnv(server: PostgresServer, database: string): NodeJS.ProcessEnv {
  return {
    FTM_DB_HOST: `127.0.0.1:${server.port}`,
    FTM_DB_USER: server.user,
    FTM_DB_PASSWORD: server.password,
    FTM_DB_NAME: database,
  }
}

export interface Row {
  xlsform: Buffer
  features: object
  tasks: object
}

/** The sample town, as Field-TM's backend has it. */
export const town: Row = {
  xlsform: readFileSync(join(samples, 'building_survey.xlsx')),
  features: JSON.parse(readFileSync(join(samples, 'town.geojson'), 'utf8')) as object,
  tasks: JSON.parse(readFileSync(join(samples, 'tasks.geojson'), 'utf8')) as object,
}

export async function insertRow(sql: Sql, row: Row = town): Promise<string> {
  const jobId = randomUUID()
  await sql.query('INSERT INTO qgis_jobs (job_id, xlsform, features, tasks) VALUES ($1, $2, $3, $4)', [
    jobId,
    row.xlsform,
    JSON.stringify(row.features),
    JSON.stringify(row.tasks),
  ])
  return jobId
}

export const fieldBody = (jobId: string, over: object = {}): object => ({
  job_id: jobId,
  title: 'Ward 5',
  language: 'english',
  extent: '84.42,27.67,84.45,27.70',
  ...over,
})

export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, json: (await response.json()) as Told }
}

export interface Told {
  status: string
  message: string
  traceback?: string
}

export async function until<T>(look: () => T | Promise<T>, seconds = 30): Promise<NonNullable<T>> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    const seen = await look()
    if (seen !== undefined && seen !== null && seen !== false) return seen
  }
  throw new Error(`Waited in vain: ${String(look)}`)
}

export async function outputFiles(sql: Sql, jobId: string): Promise<Record<string, string> | null> {
  const [row] = await sql.query<{ files: Record<string, string> | null }>(
    'SELECT output_files AS files FROM qgis_jobs WHERE job_id = $1',
    [jobId],
  )
  return row?.files ?? null
}
