import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { root } from '#build/root.ts'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'

const sample = join(root, 'resources', 'samples', 'building_survey.xlsx')
const settled = { timeout: 60_000 }

let running: RunningApp | null = null

afterEach(async () => {
  await running?.close()
  running = null
})

test.for(['light', 'dark'] as const)(
  'a coordinator taps through a form before building it, %s',
  async (theme) => {
    running = await launchApp({ theme, size: { width: 1280, height: 860 } })
    const { page, shot } = running
    await page.getByRole('button', { name: 'New project' }).first().click(settled)
    await stubOpenDialog(running, sample)
    await page.getByRole('button', { name: /^Choose a form/ }).click()
    await page.getByRole('button', { name: 'Try the form' }).click(settled)

    const building = page.getByRole('tab', { name: 'Building' })
    const instead = page.getByText('What stands here instead?')
    await page.getByRole('radio', { name: 'No', exact: true }).check({ force: true, ...settled })
    await instead.waitFor()
    expect(await building.count()).toBe(0)
    await page.getByRole('radio', { name: 'Yes' }).check({ force: true })
    await building.click()
    expect(await instead.count()).toBe(0)

    const floors = page.getByRole('textbox', { name: /^Floors above ground/ })
    await floors.fill('500')
    const said = page.getByRole('tabpanel').getByText('Between 1 and 60.')
    await said.waitFor()
    await shot(`preview-${theme}`)
    await floors.fill('3')
    await said.waitFor({ state: 'detached' })
    await page.getByRole('textbox', { name: /^Height in metres/ }).fill('9')
    await page.getByText('One floor is about 3 m high.').waitFor()

    await page.getByRole('button', { name: 'Show visited in the form' }).click()
    await page.getByRole('tab', { name: 'Visit', selected: true }).waitFor()
    await page.locator('[data-line]:focus', { hasText: 'Date of the visit' }).waitFor()
    await page.getByRole('button', { name: '1 problem with visited' }).click()
    await page.locator('li:focus', { hasText: 'The visit cannot lie in the future.' }).waitFor()
    await building.click()

    await page.getByRole('button', { name: /Language/ }).click()
    await page.getByRole('option', { name: 'Français (fr)' }).click()
    await page.getByText('One floor is about').waitFor({ state: 'detached' })
    expect(await page.getByRole('textbox').first().inputValue()).toBe('3')
    await shot(`preview-language-${theme}`)
    expect(running.problems).toEqual([])
  },
)
