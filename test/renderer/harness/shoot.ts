import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { scenes } from '#test/renderer/harness/scenes.ts'
import { serveHarness } from '#test/renderer/harness/serve.ts'

/*
 * Pictures of every scene, for people to look at:
 *   node test/renderer/harness/shoot.ts OUT [scene…]
 * The browser is Debian's Chromium or the one that CHROMIUM names.
 */
const [out = join(tmpdir(), 'shots'), ...wanted] = process.argv.slice(2)
const sizes = { s: { width: 900, height: 600 }, l: { width: 1440, height: 900 } }

await mkdir(out, { recursive: true })
const harness = await serveHarness(join(out, '.harness'))
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const context = await browser.newContext({
      colorScheme,
      viewport,
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') process.stderr.write(`${message.text()}\n`)
    })
    page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`))
    await page.clock.setFixedTime('2026-11-22T09:41:00.000Z')
    for (const name of wanted.length > 0 ? wanted : Object.keys(scenes)) {
      await page.goto(`${harness.url}/?scene=${name}`)
      await page.waitForTimeout(400)
      await page.screenshot({ path: join(out, `${name}-${colorScheme}-${size}.png`) })
    }
    await context.close()
  }
}
await browser.close()
harness.close()
