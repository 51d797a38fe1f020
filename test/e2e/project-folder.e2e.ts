import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AxeBuilder } from '@axe-core/playwright'
import { afterEach, expect, test } from 'vitest'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'

const settled = { timeout: 60_000 }
const uuid = (number: number) => `5d3b1c0e-0000-4000-8000-${String(number).padStart(12, '0')}`

let running: RunningApp | null = null
const folders: string[] = []

afterEach(async () => {
  await running?.close()
  running = null
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test.for(['light', 'dark'] as const)(
  'a project is checked, mended in a copy, packaged, and takes changes back, %s',
  async (theme) => {
    const { home, folder, layer } = await madeProject()
    running = await launchApp({ theme, size: { width: 1280, height: 800 } })
    const { page, shot } = running
    const shots = (name: string) => shot(`folder-${name}-${theme}`)

    await page.getByRole('button', { name: 'Open project' }).click()
    await page.getByRole('heading', { name: 'Open any QGIS project' }).waitFor(settled)
    await shots('choose')
    await stubOpenDialog(running, folder)
    await page.getByRole('button', { name: 'Choose folder…' }).click()
    await page.getByRole('heading', { name: 'Wells of ward 5', level: 1 }).waitFor(settled)
    await shots('opened')

    // Check
    await page.getByRole('button', { name: 'Check project' }).click()
    await page.getByText('Not ready for the field').waitFor(settled)
    await page.getByText(/springs\.gpkg” missing/).waitFor()
    await page.getByRole('row', { name: /wells Points EPSG:4326/ }).waitFor()
    await shots('findings')
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Raw log' }).click()
    await page.getByRole('dialog').getByText('::<<<::').first().waitFor(settled)
    await shots('log')
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')

    // Mend
    await page.getByRole('button', { name: 'Mend 1 in a copy…' }).click()
    await page.getByRole('dialog').getByText(`${folder}-copy`).waitFor(settled)
    await shots('mend')
    await page.getByRole('button', { name: 'Make the copy' }).click()
    await page.getByText('QFieldCloud would accept this project').waitFor(settled)
    expect(await page.getByRole('main').getByText(`${folder}-copy`, { exact: true }).count()).toBe(1)
    await shots('mended')

    // Package
    await page.getByRole('tab', { name: 'Package' }).click()
    await page.getByText(`${folder}-copy-package`).waitFor(settled)
    await page.getByText('One .zip as well').click()
    await page.getByRole('button', { name: 'Make package' }).click()
    await page.getByText('The package is ready').waitFor(settled)
    await page.getByRole('row', { name: /wells Copied, editable offline .* 3 3/ }).waitFor()
    await shots('package')
    expect(await violations()).toEqual([])
    expect(readdirSync(home).sort()).toEqual(
      expect.arrayContaining(['site', 'site-copy', 'site-copy-package', 'site-copy-package.zip']),
    )

    // Changes
    const file = join(home, 'tablet.json')
    writeFileSync(file, JSON.stringify(deltaFile(layer)))
    await page.getByRole('tab', { name: 'Changes' }).click()
    await stubOpenDialog(running, file)
    await page.getByRole('button', { name: /Choose delta files/ }).click()
    await page.getByRole('button', { name: 'See what would happen' }).click()
    await page.getByText('Nothing was changed yet. This is what would happen:').waitFor(settled)
    await shots('trial')
    expect(wellsOf(`${folder}-copy`)).toEqual(['Bore', 'Dug', 'Spring'])
    await page.getByRole('button', { name: 'Apply 2 changes' }).click()
    await page.getByRole('region', { name: 'Gone through' }).waitFor(settled)
    expect(wellsOf(`${folder}-copy`)).toEqual(['Bore', 'Cleaned', 'New well', 'Spring'])
    await page
      .getByRole('row', { name: /Changed · wells/ })
      .first()
      .click()
    await page.getByRole('cell', { name: 'Cleaned' }).waitFor(settled)
    await page.getByRole('img', { name: /Map: the geometry before/ }).scrollIntoViewIfNeeded()
    await shots('applied')
    expect(await violations()).toEqual([])

    // Undo
    await page.getByRole('button', { name: 'Undo…' }).click()
    await page.getByRole('button', { name: 'Undo 1 change' }).click(settled)
    await page.getByRole('region', { name: 'Undone' }).waitFor(settled)
    await shots('undone')
    expect(wellsOf(`${folder}-copy`)).toEqual(['Bore', 'Dug', 'New well', 'Spring'])
    expect(wellsOf(folder)).toEqual(['Bore', 'Dug', 'Spring'])

    // All of it is in the list of jobs, and leads back.
    await page.getByRole('button', { name: 'Projects' }).click()
    await page.getByText('Changes gone through').first().waitFor()
    await shots('jobs')
    await page
      .getByRole('row', { name: /site-copy/ })
      .last()
      .click()
    expect(await violations()).toEqual([])
    expect(running.problems).toEqual([])

    async function violations(): Promise<unknown> {
      // React Aria names a busy button in its own live region, for some seconds also when the button has gone.
      const found = await new AxeBuilder({ page }).setLegacyMode().exclude('[data-live-announcer]').analyze()
      return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
    }
  },
)

test('a small window shows all of it without sideways scrolling, and a project file opens its folder', async () => {
  const { folder } = await madeProject()
  running = await launchApp({ size: { width: 800, height: 600 }, args: [join(folder, 'site.qgz')] })
  const { page, shot } = running
  await page.getByRole('heading', { name: 'Wells of ward 5', level: 1 }).waitFor(settled)
  await page.getByRole('button', { name: 'Check project' }).click()
  await page.getByText('Not ready for the field').waitFor(settled)
  for (const tab of ['Check', 'Package', 'Changes']) {
    await page.getByRole('tab', { name: tab }).click()
    await shot(`folder-small-${tab.toLowerCase()}`)
    expect(await page.evaluate(sideways), tab).toBe(0)
  }
  expect(running.problems).toEqual([])
})

/** How far the main part could be scrolled sideways. */
function sideways(): number {
  const main = document.querySelector('main')
  return main ? main.scrollWidth - main.clientWidth : NaN
}

/** A project with a layer whose file was moved inside the folder. */
async function madeProject(): Promise<{ home: string; folder: string; layer: string }> {
  const home = mkdtempSync(join(tmpdir(), 'fieldpack-folder-'))
  folders.push(home)
  const folder = join(home, 'site')
  const { layers } = await makeProject({
    out: folder,
    file: 'site.qgz',
    title: 'Wells of ward 5',
    crs: 'EPSG:4326',
    extent: [85.3, 27.7, 85.34, 27.73],
    layers: [
      {
        name: 'wells',
        kind: 'gpkg',
        file: 'data/wells.gpkg',
        crs: 'EPSG:4326',
        geometry: 'Point',
        fields: [{ name: 'name' }, { name: 'depth', type: 'integer' }],
        features: ['Dug', 'Bore', 'Spring'].map((name, index) => ({
          wkt: `POINT(${85.31 + index / 100} 27.71)`,
          values: { name, depth: 10 + index },
        })),
        cloudAction: 'offline',
      },
      {
        name: 'springs',
        kind: 'gpkg',
        file: 'data/springs.gpkg',
        crs: 'EPSG:4326',
        geometry: 'Point',
        fields: [{ name: 'name' }],
        features: 5,
        cloudAction: 'offline',
      },
    ],
  })
  mkdirSync(join(folder, 'archive'))
  renameSync(join(folder, 'data', 'springs.gpkg'), join(folder, 'archive', 'springs.gpkg'))
  return { home, folder, layer: layers['wells'] ?? '' }
}

function wellsOf(folder: string): unknown[] {
  const database = new DatabaseSync(join(folder, 'data', 'wells.gpkg'), { readOnly: true })
  try {
    return database
      .prepare('SELECT name FROM wells ORDER BY name')
      .all()
      .map(({ name }) => name)
  } finally {
    database.close()
  }
}

/** One well moved and renamed, one new, and one change that somebody else was faster with. */
function deltaFile(layer: string): unknown {
  const common = { clientId: uuid(9), exportId: uuid(8), localLayerId: layer, sourceLayerId: layer }
  return {
    version: '1.0',
    id: uuid(100),
    project: uuid(200),
    files: [],
    deltas: [
      {
        ...common,
        uuid: uuid(1),
        localPk: '1',
        sourcePk: '1',
        localLayerName: 'wells',
        localLayerCrs: 'EPSG:4326',
        method: 'patch',
        old: { geometry: 'Point (85.31 27.71)', attributes: { name: 'Dug' } },
        new: { geometry: 'Point (85.311 27.712)', attributes: { name: 'Cleaned' } },
      },
      {
        ...common,
        uuid: uuid(2),
        localPk: '-1',
        sourcePk: '-1',
        localLayerName: 'wells',
        localLayerCrs: 'EPSG:4326',
        method: 'create',
        new: { geometry: 'Point (85.32 27.72)', attributes: { name: 'New well', depth: 7 } },
      },
      {
        ...common,
        uuid: uuid(3),
        localPk: '2',
        sourcePk: '2',
        localLayerName: 'wells',
        localLayerCrs: 'EPSG:4326',
        method: 'patch',
        old: { attributes: { name: 'Bored' } },
        new: { attributes: { name: 'Drilled' } },
      },
    ],
  }
}
