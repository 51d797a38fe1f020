import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterEach, expect, test } from 'vitest'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'
import { filesWith } from '#test/e2e/files-with.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'

const settled = { timeout: 60_000 }
const password = 'Grün-7-Ufer'
const key = 'tiles-Kq83zPw1'
/** Nobody listens there. */
const services = `[survey]\nhost=127.0.0.1\nport=9\ndbname=survey\nuser=asha\npassword=${password}\n`

let running: RunningApp | null = null
const folders: string[] = []

afterEach(async () => {
  await running?.close()
  running = null
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test.for(['light', 'dark'] as const)(
  'secrets for projects reach a check and stand in no file but where the user wants it, %s',
  async (theme) => {
    const dataDir = temporary()
    const site = join(temporary(), 'site')
    await makeProject({
      out: site,
      file: 'site.qgz',
      title: 'Wells of ward 5',
      crs: 'EPSG:4326',
      layers: [
        { name: 'wells', kind: 'gpkg', crs: 'EPSG:4326', geometry: 'Point', features: 2 },
        {
          name: 'plots',
          kind: 'vector',
          provider: 'postgres',
          source: `service='survey' key='id' table="public"."plots" (geom)`,
        },
      ],
    })
    running = await open(dataDir, theme)
    const { page, shot } = running
    await page.getByRole('button', { name: 'Settings' }).click()
    const section = page.getByRole('region', { name: 'Secrets for projects' })
    await section.getByRole('button', { name: 'Set…' }).click()
    await page.getByRole('textbox', { name: 'pg_service.conf' }).fill(services)
    await section.getByRole('button', { name: 'Keep' }).click()
    await section.getByText('survey', { exact: true }).waitFor(settled)
    await section.getByRole('button', { name: 'Add…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('TILES_KEY')
    await page.getByLabel('Value').fill(key)
    await shot(`secrets-typed-${theme}`)
    await section.getByRole('button', { name: 'Keep' }).click()
    await section.getByText('TILES_KEY').waitFor(settled)
    await section.scrollIntoViewIfNeeded()
    await shot(`secrets-kept-${theme}`)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])

    // The check knows where the service is: on this computer.
    await page.getByRole('button', { name: 'Open project' }).click()
    await stubOpenDialog(running, site)
    await page.getByRole('button', { name: 'Choose folder…' }).click()
    await page.getByRole('heading', { name: 'Wells of ward 5', level: 1 }).waitFor(settled)
    await page.getByRole('button', { name: 'Check project' }).click()
    await page
      .getByText(/service “survey”, which is on whatever computer/)
      .first()
      .waitFor(settled)
    await shot(`secrets-check-${theme}`)
    expect(running.problems).toEqual([])
    await running.close()
    expect(readFileSync(join(dataDir, 'logs', 'app.log'), 'utf8')).not.toBe('')
    expect([password, key].flatMap((secret) => filesWith(dataDir, secret))).toEqual([])

    // The next start asks for them again, and keeps one unprotected where the user says so.
    running = await open(dataDir, theme)
    await running.page.getByRole('button', { name: 'Settings' }).click()
    const again = running.page.getByRole('region', { name: 'Secrets for projects' })
    await again
      .getByText(/To be given again/)
      .nth(1)
      .waitFor(settled)
    await again.scrollIntoViewIfNeeded()
    await running.shot(`secrets-again-${theme}`)
    await again.getByRole('button', { name: 'Replace TILES_KEY…' }).click()
    await running.page.getByLabel('Value').fill(key)
    await running.page.getByText('Keep it unprotected').click()
    await again.getByRole('button', { name: 'Keep' }).click()
    await again.getByText('Kept unprotected on this computer').waitFor(settled)
    expect(filesWith(dataDir, key), 'only where the user wants it').toEqual(['secrets.json'])
  },
)

/** The app without the machine's keyring, so that it is the same everywhere. */
const open = (dataDir: string, theme: 'light' | 'dark'): Promise<RunningApp> =>
  launchApp({
    dataDir,
    theme,
    size: { width: 1280, height: 900 },
    args: ['--password-store=basic'],
    env: { HOME: dataDir },
  })

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-secrets-'))
  folders.push(folder)
  return folder
}
