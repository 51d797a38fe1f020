import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from '#test/renderer/harness/browse.ts'
import { scenes } from '#test/renderer/harness/scenes.ts'

/*
 * Pictures of every scene, for people to look at:
 *   node test/renderer/harness/shoot.ts OUT [scene…]
 */
const [out = join(tmpdir(), 'shots'), ...wanted] = process.argv.slice(2)
const sizes = { s: { width: 900, height: 600 }, l: { width: 1440, height: 900 } }

await mkdir(out, { recursive: true })
const { page, show, problems, close } = await openBrowser(join(out, '.harness'))
for (const colorScheme of ['light', 'dark'] as const) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const name of wanted.length > 0 ? wanted : Object.keys(scenes)) {
      await show(name)
      await page.screenshot({ path: join(out, `${name}-${colorScheme}-${size}.png`) })
    }
  }
}
await close()
process.stderr.write(problems.map((problem) => `${problem}\n`).join(''))
