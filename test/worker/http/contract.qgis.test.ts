import { afterAll, beforeAll, expect, test } from 'vitest'
import { createJobsDatabase } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import { scratch } from '#test/worker/cli/run.ts'
import { fieldBody, fieldTmEnv, insertRow, outputFiles, post, startServe } from '#test/worker/http/served.ts'
import type { Pool } from '#worker/mirror/pool.ts'

let postgres: PostgresServer
let name: string
let sql: Pool

beforeAll(async () => {
  postgres = await startPostgres()
  ;({ name, pool: sql } = await createJobsDatabase(postgres))
})

afterAll(async () => {
  await sql.close()
  await postgres.stop()
})

test('Field-TM’s backend gets its project', async () => {
  const served = await startServe(['--data', scratch()], fieldTmEnv(postgres, name))
  const health = await fetch(`${served.url}/health`)
  expect(await health.json()).toEqual({ status: 'healthy', qgis_version: expect.stringMatching(/^\d+\.\d+/) })
  const jobId = await insertRow(sql)
  const answer = await post(`${served.url}/field`, fieldBody(jobId))
  expect(answer).toMatchObject({ status: 200, json: { status: 'success' } })
  expect(Object.keys((await outputFiles(sql, jobId)) ?? {})).toContain('Ward-5.qgz')
})
