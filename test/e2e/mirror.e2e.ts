import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { root } from '#build/root.ts'
import { launchApp, type RunningApp } from '#test/e2e/app.ts'
import { filesWith } from '#test/e2e/files-with.ts'
import { poolOf } from '#test/postgres/database.ts'
import { startPostgres, type PostgresServer } from '#test/postgres/server.ts'
import type { Pool } from '#worker/mirror/pool.ts'

const sample = (name: string): Buffer => readFileSync(join(root, 'resources', 'samples', name))
const settled = { timeout: 60_000 }

let postgres: PostgresServer
let sql: Pool
let database = ''
let running: RunningApp | null = null
const folders: string[] = []

beforeAll(async () => {
  postgres = await startPostgres()
})

afterEach(async () => {
  await running?.close()
  running = null
  await sql?.close()
  await postgres.start()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

afterAll(() => postgres?.stop())

test.for(['light', 'dark'] as const)(
  'a coordinator connects a database, shares a job, and builds one of somebody else’s, %s',
  async (theme) => {
    database = `field_${theme}`
    await postgres.createDatabase(database)
    sql = poolOf(postgres, database)
    const dataDir = temporary()
    running = await open(dataDir, theme)
    const { page, shot } = running

    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Connect…' }).click()
    await shot(`database-empty-${theme}`)
    await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1')
    await page.getByRole('textbox', { name: 'Port' }).fill(String(postgres.port))
    await page.getByRole('textbox', { name: 'Database' }).fill(database)
    await page.getByRole('textbox', { name: 'User' }).fill(postgres.user)
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('region', { name: /don’t agree on encryption/ }).waitFor(settled)
    await shot(`database-tls-${theme}`)
    await page.getByRole('button', { name: /Encryption/ }).click()
    await page.getByRole('option', { name: 'Not encrypted' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('region', { name: /doesn’t accept this user/ }).waitFor(settled)
    await shot(`database-wrong-${theme}`)
    await page.getByRole('textbox', { name: 'Password' }).fill(postgres.password)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('region', { name: /It works: PostgreSQL/ }).waitFor(settled)
    await shot(`database-works-${theme}`)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('button', { name: /^Database: Connected/ }).waitFor(settled)
    await page.getByText('Password known until Fieldpack is closed').waitFor()
    await page.getByText('Build jobs of others').click()
    await shot(`database-connected-${theme}`)

    await page.getByRole('button', { name: 'Projects' }).click()
    await page.getByRole('button', { name: 'Try the sample' }).click()
    await page.getByText('Everything is there.').first().waitFor(settled)
    await page.getByRole('button', { name: 'Build project' }).click()
    await page.getByRole('button', { name: 'Show in folder' }).first().waitFor(settled)
    await expect.poll(() => states('mirror'), settled).toEqual(['finished'])

    const id = randomUUID()
    await sql.query('INSERT INTO qgis_jobs (job_id, xlsform, features, tasks) VALUES ($1, $2, $3, $4)', [
      id,
      sample('building_survey.xlsx'),
      sample('town.geojson').toString(),
      sample('tasks.geojson').toString(),
    ])
    await page.getByRole('button', { name: 'Projects' }).first().click()
    const from = page.getByText(`From ${database} · 127.0.0.1:${postgres.port}`)
    await from.waitFor(settled)
    await expect.poll(() => states('remote'), settled).toEqual(['finished'])
    expect(await outputsOf(id)).toContainEqual(expect.stringMatching(/\.qgz$/))
    await page.getByRole('row').first().getByText('Ready').waitFor(settled)
    await shot(`database-jobs-${theme}`)
    await page.getByRole('row').first().dblclick()
    await from.waitFor(settled)
    await shot(`database-job-${theme}`)
    await page.getByRole('button', { name: /^Database: Connected/ }).click()
    await page.getByText('Everything is sent.').waitFor(settled)
    await shot(`database-status-${theme}`)
    await page.keyboard.press('Escape')

    await postgres.kill()
    const broken = page.getByRole('button', { name: /^Database: (No answer|Offline)/ })
    await broken.waitFor(settled)
    await broken.click()
    await page.getByRole('dialog').waitFor()
    await shot(`database-unreachable-${theme}`)
    expect(running.problems).toEqual([])
    await running.close()
    running = null
    expect(filesWith(dataDir, postgres.password)).toEqual([])
  },
)

test('without a keyring the password is asked for at the next start, and lets it connect again', async () => {
  database = 'again'
  await postgres.createDatabase(database)
  sql = poolOf(postgres, database)
  const dataDir = temporary()
  running = await open(dataDir, 'light')
  await running.page.getByRole('button', { name: 'Settings' }).click()
  const answers = await running.page.evaluate(
    async ({ url, password }) => [
      await window.fieldpack.call('secrets.set', { name: 'postgres', value: password, place: 'system' }),
      await window.fieldpack.call('settings.set', { postgresUrl: url, postgresTls: 'disable' }),
    ],
    { url: postgres.url(database), password: postgres.password },
  )
  expect(answers).toMatchObject([{ ok: true, value: { safe: false, postgres: 'session' } }, { ok: true }])
  await running.page.getByRole('button', { name: /^Database: Connected/ }).waitFor(settled)
  await running.close()
  running = null

  running = await open(dataDir, 'light')
  await running.page.getByRole('button', { name: /^Database: Password needed/ }).waitFor(settled)
  await running.page.getByRole('button', { name: 'Settings' }).click()
  await running.page.getByRole('textbox', { name: 'Password' }).fill(postgres.password)
  await running.shot('database-password')
  await running.page.keyboard.press('Enter')
  await running.page.getByRole('button', { name: /^Database: Connected/ }).waitFor(settled)

  await sql.query('UPDATE qgis_jobs_schema SET version = version + 1')
  await running.page.evaluate(() => window.fieldpack.call('settings.set', { postgresTls: 'verify' }))
  await running.page.evaluate(() => window.fieldpack.call('settings.set', { postgresTls: 'disable' }))
  await running.page.getByRole('button', { name: /^Database: Read-only/ }).click(settled)
  await running.page.getByRole('dialog').waitFor()
  await running.shot('database-readonly')

  await running.page.evaluate(
    (password) => window.fieldpack.call('secrets.set', { name: 'postgres', value: password, place: 'plain' }),
    postgres.password,
  )
  expect(filesWith(dataDir, postgres.password), 'only where the user wants it').toEqual(['secrets.json'])
})

/** The app without the machine's keyring, so that it is the same everywhere. */
const open = (dataDir: string, theme: 'light' | 'dark'): Promise<RunningApp> =>
  launchApp({
    dataDir,
    theme,
    size: { width: 1280, height: 900 },
    args: ['--password-store=basic'],
    env: { HOME: dataDir },
  })

async function states(origin: string): Promise<string[]> {
  const rows = await sql.query<{ state: string }>('SELECT state FROM qgis_jobs_ext WHERE origin = $1', [
    origin,
  ])
  return rows.map(({ state }) => state)
}

async function outputsOf(id: string): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    'SELECT jsonb_object_keys(output_files) AS name FROM qgis_jobs WHERE job_id = $1',
    [id],
  )
  return rows.map(({ name }) => name)
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-mirror-'))
  folders.push(folder)
  return folder
}
