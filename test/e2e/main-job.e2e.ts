import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { root } from '#build/root.ts'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'

const sample = (name: string): string => join(root, 'resources', 'samples', name)
const settled = { timeout: 60_000 }

let running: RunningApp | null = null
const folders: string[] = []

afterEach(async () => {
  await running?.close()
  running = null
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test.for(['light', 'dark'] as const)(
  'a coordinator makes a project by clicking and typing, %s',
  async (theme) => {
    const projects = temporary()
    running = await launchApp({ theme, size: { width: 1280, height: 860 } })
    const { page, shot } = running

    await page.getByRole('heading', { name: 'Make your first project' }).waitFor(settled)
    await shot(`first-run-${theme}`)
    await page.getByRole('button', { name: 'New project' }).first().click()
    await page.getByRole('heading', { name: 'New project', level: 1 }).waitFor()

    await choose('Choose a form', sample('building_survey.xlsx'))
    await page.getByText('13 questions').first().waitFor(settled)
    await choose('Choose features', sample('town.geojson'))
    await page.getByText('205 features').first().waitFor(settled)
    await page.getByRole('radio', { name: /Task areas from a file/ }).check({ force: true })
    await choose('Choose task areas', sample('tasks.geojson'))
    await page.getByText('4 tasks').first().waitFor(settled)
    await page.getByRole('textbox', { name: 'Title' }).fill('Ward 5 – भवन')
    await stubOpenDialog(running, projects)
    await page.getByRole('button', { name: /Change/ }).click()
    await page.getByText(join(projects, 'Ward-5')).first().waitFor(settled)
    await shot(`new-project-${theme}`)

    await page.getByRole('button', { name: 'Build project' }).click()
    await page.getByRole('heading', { name: 'Ward 5 – भवन', level: 1 }).waitFor(settled)
    await shot(`building-${theme}`)
    await page.getByRole('button', { name: 'Show in folder' }).first().waitFor(settled)
    await shot(`finished-${theme}`)

    const [folder = ''] = readdirSync(projects)
    const made = join(projects, folder)
    const project = readdirSync(made).find((name) => name.endsWith('.qgz')) ?? ''
    expect(projectAt(join(made, project))).toMatchObject(expected)

    await page.getByRole('button', { name: 'Setup' }).click()
    await page
      .getByText(/QGIS 3|QGIS 4/)
      .first()
      .waitFor(settled)
    await shot(`setup-${theme}`)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    await shot(`settings-${theme}`)
    expect(running.problems).toEqual([])

    async function choose(box: string, path: string): Promise<void> {
      await stubOpenDialog(running as RunningApp, path)
      await page.getByRole('button', { name: new RegExp(`^${box}`) }).click()
    }
  },
)

test('a job is still there, finished, after the app was killed while it ran', async () => {
  const dataDir = temporary()
  const home = temporary()
  running = await launchApp({ dataDir, env: { HOME: home } })
  await running.page.getByRole('button', { name: 'Try the sample' }).click()
  await running.page.getByText('Everything is there.').first().waitFor(settled)
  await running.page.getByRole('button', { name: 'Build project' }).click()
  await running.page
    .getByRole('button', { name: 'Cancel build' })
    .or(running.page.getByRole('button', { name: 'Show in folder' }))
    .first()
    .waitFor(settled)
  running.app.process().kill('SIGKILL')
  await running.close()

  running = await launchApp({ dataDir, env: { HOME: home } })
  await running.page.getByRole('button', { name: 'Show in folder' }).first().waitFor(settled)
  expect(await running.page.getByRole('button', { name: 'Cancel build' }).count()).toBe(0)
})

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-journey-'))
  folders.push(folder)
  return folder
}

/** What plain PyQGIS reads out of a project. */
function projectAt(path: string): unknown {
  const reader = join(root, 'test', 'resources', 'qgis', 'read_project.py')
  const printed = execFileSync('/usr/bin/python3', [reader, path], {
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' },
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(printed.toString())
}

const field = (name: string, type: string, widget: string) => expect.objectContaining({ name, type, widget })

/** The sample's project, as its form, features and tasks demand it. */
const expected = {
  title: 'Ward 5 – भवन',
  crs: 'EPSG:4326',
  canvases: [
    [
      expect.closeTo(84.4307, 3),
      expect.closeTo(27.679, 3),
      expect.closeTo(84.4349, 3),
      expect.closeTo(27.6832, 3),
    ],
  ],
  layers: [
    {
      name: 'survey',
      valid: true,
      geometry: 'MultiPolygon',
      crs: 'EPSG:4326',
      count: 196,
      fields: expect.arrayContaining([
        field('osm_id', 'Integer64', 'TextEdit'),
        field('uuid', 'String', 'Hidden'),
        field('exists', 'String', 'ValueRelation'),
        field('reason', 'String', 'TextEdit'),
        field('visited', 'Date', 'DateTime'),
        field('use_detail', 'String', 'ValueRelation'),
        field('floors', 'Integer64', 'Range'),
        field('height', 'Real', 'Range'),
        field('floor_height', 'Real', 'Hidden'),
        field('materials', 'String', 'ValueRelation'),
        field('photo', 'String', 'ExternalResource'),
        field('consent', 'Boolean', 'CheckBox'),
      ]),
    },
    { name: 'survey_point', valid: true, geometry: 'Point', count: 9 },
    { name: 'tasks', valid: true, geometry: 'MultiPolygon', count: 4 },
    { name: 'list_yes_no', valid: true, private: true, count: 2 },
    { name: 'list_use', valid: true, private: true, count: 4 },
    { name: 'list_detail', valid: true, private: true, count: 3 },
    { name: 'list_material', valid: true, private: true, count: 4 },
    { name: 'OpenStreetMap', valid: true },
  ],
}
