import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentElectron } from '#build/electron.ts'
import { root } from '#build/root.ts'
import { run } from '#build/run.ts'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'
import type { Output } from '#worker/api/calls.ts'
import type { Reply } from '#worker/api/messages.ts'

const executable = join(root, 'release', 'linux-unpacked', 'fieldpack')
const home = mkdtempSync(join(tmpdir(), 'fieldpack-bundle-'))
let running: RunningApp

beforeAll(async () => {
  const packed = await run(process.execPath, [join(root, 'build', 'pack.ts')], { cwd: root, capture: true })
  expect(packed.code).toBe(0)
  running = await launchApp({ bundle: executable })
})

afterAll(async () => {
  await running?.close()
  rmSync(home, { recursive: true, force: true })
})

test('the packed app does the main job from its own samples', async () => {
  const { page } = running
  const sample = value<'samples.list'>(await page.evaluate(() => window.fieldpack.call('samples.list', {})))
  const out = join(home, 'sample')
  // A folder of the test's own: granted the way the user grants one.
  await stubOpenDialog(running, home)
  await page.evaluate(() => window.fieldpack.call('folder.choose', {}))
  const request = {
    title: sample.title,
    form: sample.form,
    features: sample.features,
    tasks: sample.tasks,
    out,
  }
  const job = value<'jobs.generate'>(
    await page.evaluate((input) => window.fieldpack.call('jobs.generate', input), request),
  )
  await expect
    .poll(
      async () => {
        const now = value<'jobs.get'>(
          await page.evaluate((id) => window.fieldpack.call('jobs.get', { id }), job.id),
        )
        return [now.state, now.error]
      },
      { timeout: 90_000, interval: 500 },
    )
    .toEqual(['finished', null])
  const done = value<'jobs.get'>(
    await page.evaluate((id) => window.fieldpack.call('jobs.get', { id }), job.id),
  )
  expect(existsSync((done.result as { project: string }).project)).toBe(true)
})

test('it is marked as a bundle for tests when it runs on the stand-in, and a release is refused', async () => {
  const build = await presentElectron()
  const marked = existsSync(join(root, 'release', 'linux-unpacked', 'TEST-BUNDLE.txt'))
  expect(marked).toBe(build?.standIn)
  if (build?.standIn !== true) return
  const refused = await run(process.execPath, [join(root, 'build', 'pack.ts'), '--release'], { quiet: true })
  expect(refused.code).toBe(1)
})

function value<M extends keyof Answers>(reply: Reply): Answers[M] {
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.detail ?? ''}`)
  return reply.value as Answers[M]
}

interface Answers {
  'samples.list': Output<'samples.list'>
  'jobs.generate': Output<'jobs.generate'>
  'jobs.get': Output<'jobs.get'>
}
