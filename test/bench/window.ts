import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchApp } from '#test/e2e/app.ts'

/**
 * Milliseconds from starting the built app to a window that answers, second start (warm disk). Playwright's own
 * attaching is in it. Needs `dist/` and an Electron: `npm test` makes both.
 */
export async function measureWindow(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldpack-bench-window-'))
  try {
    await start(dataDir)
    return await start(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function start(dataDir: string): Promise<number> {
  const begun = performance.now()
  const { page, close } = await launchApp({ dataDir })
  await page.getByRole('heading', { name: 'Make your first project' }).waitFor()
  const ms = Math.round(performance.now() - begun)
  await close()
  return ms
}
