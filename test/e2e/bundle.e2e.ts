import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentElectron } from '#build/electron.ts'
import { root } from '#build/root.ts'
import { run } from '#build/run.ts'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'
import type { Output } from '#worker/api/calls.ts'
import type { GenerateResult, Job } from '#worker/api/jobs.ts'

const executable = join(root, 'release', 'linux-unpacked', 'fieldpack')
const home = mkdtempSync(join(tmpdir(), 'fieldpack-bundle-'))
let running: RunningApp

beforeAll(async () => {
  const packed = await run(process.execPath, [join(root, 'build', 'pack.ts')], { cwd: root, capture: true })
  if (packed.code !== 0) throw new Error(`npm run pack failed:\n${packed.stdout}`)
  running = await launchApp({ bundle: executable })
})

afterAll(async () => {
  await running?.close()
  rmSync(home, { recursive: true, force: true })
})

test('the packed app does the main job from its own samples', async () => {
  const sample = (await call('samples.list', {})) as Output<'samples.list'>
  // A folder of the test's own: granted the way the user grants one.
  await stubOpenDialog(running, home)
  await call('folder.choose', {})
  const { id } = (await call('jobs.generate', { ...sample, out: join(home, 'sample') })) as Job
  const now = async () => (await call('jobs.get', { id })) as Job
  await expect
    .poll(async () => pick(await now()), { timeout: 90_000, interval: 500 })
    .toEqual({ state: 'finished', error: null })
  const { result } = await now()
  expect(existsSync((result as GenerateResult).project)).toBe(true)
})

test('the packed worker reads a large workbook in a thread', async () => {
  const form = join(home, 'large.xlsx')
  await writeLargeForm(form)
  await stubOpenDialog(running, home)
  await call('folder.choose', {})
  const read = (await call('form.inspect', { path: form })) as Output<'form.inspect'>
  expect(read.fields.map(({ name }) => name)).toEqual(['plot'])
})

test('it is marked as a bundle for tests when it runs on the stand-in, and a release is refused', async () => {
  const build = await presentElectron()
  const marked = existsSync(join(root, 'release', 'linux-unpacked', 'TEST-BUNDLE.txt'))
  expect(marked).toBe(build?.standIn)
  if (build?.standIn !== true) return
  const refused = await run(process.execPath, [join(root, 'build', 'pack.ts'), '--release'], { quiet: true })
  expect(refused.code).toBe(1)
})

/** A select over 20,000 choices: some 900 kB, more than is read without a thread. */
async function writeLargeForm(path: string): Promise<void> {
  const survey = [
    ['type', 'name', 'label'],
    ['select_one plots', 'plot', 'Plot'],
  ]
  const plots = Array.from({ length: 20_000 }, (_, row) => ['plots', `p${row}`, Math.sin(row + 1)])
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(survey), 'survey')
  utils.book_append_sheet(book, utils.aoa_to_sheet([['list_name', 'name', 'label'], ...plots]), 'choices')
  await writeFile(path, write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer)
}

const pick = ({ state, error }: Job) => ({ state, error })

/** Asks through the page's own bridge. */
async function call(method: string, input: unknown): Promise<unknown> {
  const reply = await running.page.evaluate(
    ([name, words]) => window.fieldpack.call(name as string, words),
    [method, input],
  )
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.detail ?? ''}`)
  return reply.value
}
