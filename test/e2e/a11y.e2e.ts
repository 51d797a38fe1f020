import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openBrowser } from '#test/renderer/harness/browse.ts'
import { scenes } from '#test/renderer/harness/scenes.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-a11y-'))
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser(folder)
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  beforeAll(() => browser.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }))

  test.each(Object.keys(scenes))('%s has no violation that axe finds', async (scene) => {
    await browser.show(scene)
    // axe's usual way opens a second page, which Electron's context can't.
    const axe = new AxeBuilder({ page: browser.page }).setLegacyMode()
    // In the dark nothing but colours is another.
    if (colorScheme === 'dark') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    expect(
      violations.map(({ id, nodes }) => [
        id,
        nodes.map(({ html, failureSummary }) => [html, failureSummary]),
      ]),
    ).toEqual([])
  })
})

test('what opens over a screen has no violation either', async () => {
  const { page, show } = browser
  const violations = async () => (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations
  await show('jobs-full')
  await page.getByRole('button', { name: 'More for Ward 5 buildings' }).click()
  await page.getByRole('menuitem', { name: 'Open' }).waitFor()
  expect(await violations()).toEqual([])
  await show('settings')
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await page.getByRole('dialog').waitFor()
  expect(await violations()).toEqual([])
  await show('mirror-refused')
  await page.getByRole('button', { name: /^Database: Refused/ }).click()
  await page.getByRole('dialog').waitFor()
  expect(await violations()).toEqual([])
  await show('new-full')
  await page.getByRole('button', { name: /Language on the tablets/ }).click()
  await page.getByRole('option').first().waitFor()
  expect(await violations()).toEqual([])
})

test('a connection that is typed has none, with all that it may say', async () => {
  const { page, show } = browser
  await show('mirror-form')
  await page.getByRole('button', { name: 'Connect…' }).click()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('Which server?').waitFor()
  await page
    .getByRole('textbox', { name: 'Server' })
    .fill('postgres://asha:x@db.example.org/f?sslmode=disable')
  await page.keyboard.press('Tab')
  await page.getByText('Readable on the way').waitFor()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('region', { name: /doesn’t accept/ }).waitFor()
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations).toEqual([])
  for (const width of [320, 900]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(width)
  }
})

test.each(Object.keys(scenes))(
  '%s needs no sideways scrolling, as zoomed in or at the smallest window',
  async (scene) => {
    await browser.page.setViewportSize({ width: 320, height: 640 })
    await browser.show(scene)
    expect(await overflow()).toBe(0)
    await browser.page.setViewportSize({ width: 900, height: 600 })
    expect(await overflow()).toBe(0)
  },
)

function overflow(): Promise<number> {
  return browser.page.evaluate(() => {
    const main = document.querySelector('main')
    return main ? main.scrollWidth - main.clientWidth : NaN
  })
}

test('every target is at least 24 px high and wide', async () => {
  await browser.page.setViewportSize({ width: 1440, height: 900 })
  const small: unknown[] = []
  for (const scene of Object.keys(scenes)) {
    await browser.show(scene)
    small.push(
      ...(await browser.page.evaluate(() =>
        [...document.querySelectorAll('button, a[href], label:has(input)')]
          .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ text, box }) => [text, box.width, box.height]),
      )),
    )
  }
  expect(small).toEqual([])
})

test('no scene broke the policy or threw', () => {
  expect(browser.problems).toEqual([])
})
