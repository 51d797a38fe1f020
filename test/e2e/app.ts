import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { electronEnvironment, presentElectron } from '#build/electron.ts'
import { root } from '#build/root.ts'
import { openDisplay } from '#test/e2e/display.ts'

interface LaunchOptions {
  /** A folder to start with; a fresh one, deleted at the end, when there is none. */
  dataDir?: string
  theme?: 'light' | 'dark'
  size?: { width: number; height: number }
  env?: Record<string, string>
  /** Words after the app's folder: files to open. */
  args?: readonly string[]
  /** An executable that is a whole app by itself (a bundle); without it the built `dist/` runs. */
  bundle?: string
}

export interface RunningApp {
  app: ElectronApplication
  page: Page
  dataDir: string
  /** Errors and policy violations that the page's console heard so far. */
  problems: string[]
  /** Writes `test-results/<name>.png`. */
  shot: (name: string) => Promise<void>
  /** Quits as a user does, and ends what is left. */
  close: () => Promise<void>
}

/** Starts the real app on a real (virtual) screen, and waits for its window's first page. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const display = await openDisplay()
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'fieldpack-e2e-'))
  remember(dataDir, options)
  const leave = async (app: ElectronApplication | null) => {
    if (app !== null) await end(app)
    await display.close()
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  let app: ElectronApplication | null = null
  try {
    app = await start(options, dataDir, display.name)
    return await attach(app, dataDir, leave)
  } catch (error) {
    await leave(app)
    throw error
  }
}

async function attach(
  app: ElectronApplication,
  dataDir: string,
  leave: (app: ElectronApplication) => Promise<void>,
): Promise<RunningApp> {
  const problems: string[] = []
  // On the context, so that nothing before the first look at the page is missed.
  app.context().on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  app.context().on('weberror', (error) => problems.push(error.error().message))
  const page = await app.firstWindow()
  await page.waitForLoadState('load')
  return {
    app,
    page,
    dataDir,
    problems,
    shot: async (name) => {
      const folder = join(root, 'test-results')
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    },
    close: () => leave(app),
  }
}

/** Makes the next open dialogs answer with this path, or as if the user had closed them. */
export async function stubOpenDialog({ app }: Pick<RunningApp, 'app'>, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] }
    dialog.showOpenDialog = async () => answer
  }, path)
}

async function start(options: LaunchOptions, dataDir: string, display: string): Promise<ElectronApplication> {
  const build = await presentElectron()
  if (build === null) throw new Error('No Electron yet: run `node build/bootstrap.ts` first.')
  // Chromium refuses to run as root with its sandbox on.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = electronEnvironment(build, { ...process.env, ...options.env })
  delete env['WAYLAND_DISPLAY']
  const launch = {
    executablePath: options.bundle ?? build.executable,
    args: [
      ...(options.bundle === undefined ? ['-r', loader, ...sandbox, root] : sandbox),
      ...(options.args ?? []),
    ],
    env: { ...(env as Record<string, string>), DISPLAY: display, FIELDPACK_DATA: dataDir },
    cwd: root,
    // The app's own theme decides, as for a user; Playwright would make every page light.
    colorScheme: null,
  }
  if (options.bundle === undefined) return _electron.launch(launch)
  // Nothing holds a bundle back: when its window is made in the very moment of Playwright's attaching, the
  // launch never ends, while the app itself is fine.
  return _electron.launch({ ...launch, timeout: 20_000 }).catch(() => _electron.launch(launch))
}

/** Playwright's own way to hold the app's `ready` back until it has attached. */
const loader = join(root, 'node_modules', 'playwright-core', 'lib', 'server', 'electron', 'loader.js')

/** Theme and size, the way the app remembers them itself. */
function remember(dataDir: string, { theme, size }: LaunchOptions): void {
  if (theme === undefined && size === undefined) return
  const bounds = size === undefined ? null : { x: 0, y: 0, ...size }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(
    join(dataDir, 'window.json'),
    JSON.stringify({ bounds, maximized: false, theme: theme ?? 'light' }),
  )
}

/** Playwright's close asks the app to quit; an app that does not end in 15 s is ended. */
async function end(app: ElectronApplication): Promise<void> {
  const child = app.process()
  const stuck = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await app.close().catch(() => undefined)
  clearTimeout(stuck)
}
