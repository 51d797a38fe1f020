import { fileURLToPath } from 'node:url'
import { _electron, type Page } from 'playwright-core'
import { electronEnvironment, presentElectron } from '#build/electron.ts'
import { openDisplay } from '#test/e2e/display.ts'
import { now } from '#test/renderer/harness/samples.ts'
import { serveHarness } from '#test/renderer/harness/serve.ts'

export interface Browser {
  page: Page
  /** Shows a scene of the harness. */
  show: (scene: string) => Promise<void>
  /** Console errors, page errors and policy violations so far. */
  problems: string[]
  close: () => Promise<void>
}

/** Opens the harness in the app's own Electron, as a plain browser under the app's policy. */
export async function openBrowser(outDir: string): Promise<Browser> {
  const build = await presentElectron()
  if (build === null) throw new Error('No Electron yet: run `node build/bootstrap.ts` first.')
  const harness = await serveHarness(outDir)
  const display = await openDisplay()
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath: build.executable,
    args: [...sandbox, fileURLToPath(new URL('electron', import.meta.url))],
    env: {
      ...(electronEnvironment(build, process.env) as Record<string, string>),
      DISPLAY: display.name,
      TZ: 'UTC',
      HARNESS_URL: `${harness.url}/?scene=none`,
    },
  })
  const close = async () => {
    await app.close().catch(() => undefined)
    await display.close()
    harness.close()
  }
  const page = await app.firstWindow().catch(async (error: unknown) => {
    await close()
    throw error
  })
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.clock.setFixedTime(now)
  return {
    page,
    problems,
    show: async (scene) => {
      await page.goto(`${harness.url}/?scene=${scene}`)
      await page.locator('h1').waitFor()
      // Answers of the fake arrive in microtasks; two frames later they are on the screen.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      )
    },
    close,
  }
}
