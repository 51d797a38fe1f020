import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { beforeAll, expect, test, type TestContext } from 'vitest'
import { planSheet, type SheetPerson } from '#worker/domain/cloud/plan-sheet.ts'
import { projectLink } from '#worker/domain/cloud/project-link.ts'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const home = fileURLToPath(new URL('../../../.cache/pdf-reader', import.meta.url))
const reader = fileURLToPath(new URL('read_sheet.py', import.meta.url))

/** Why nothing reads PDFs here; null when something does. */
let missing: string | null = null

beforeAll(async () => {
  const done = join(home, 'done')
  if (existsSync(done)) return
  try {
    await execa('python3', ['-m', 'venv', '--clear', home])
    const packages = ['pymupdf==2.0', 'zxing-cpp==3.1.1', 'pillow==13.0.0']
    await execa(join(home, 'bin', 'pip'), ['install', '--quiet', ...packages])
    await writeFile(done, '')
  } catch (cause) {
    missing = `no reader of PDFs can be installed: ${String(cause).split('\n', 1)[0]}`
    process.stderr.write(`${missing}\n`)
  }
}, 180_000)

const project = {
  id: 'e02d02cc-af1b-414c-a14c-e2ed5dfee52f',
  name: 'tree_survey',
  owner: 'valley',
  server: 'https://app.qfield.cloud',
}
const words = {
  title: '{project} in QField',
  server: 'Server',
  user: 'User name',
  password: 'Password',
  project: 'Project',
  scan: 'Scan with the camera',
  noteWithPassword: 'Keep it safe.',
  note: 'For one person only.',
}

async function drawn(people: SheetPerson[]) {
  const out = join(await mkdtemp(path('sheet-')), 'people.pdf')
  const answer = await succeed('sheet', { plan: planSheet(project, people, words), out })
  return { out, ...answer }
}

async function read(context: TestContext, file: string): Promise<{ text: string; codes: string[] }[]> {
  context.skip(missing !== null, missing ?? '')
  const { stdout } = await execa(join(home, 'bin', 'python'), [reader, file])
  return JSON.parse(stdout) as { text: string; codes: string[] }[]
}

test('a card each, whose code leads to the project as that person, also with the longest name', async (context) => {
  const names = ['bob', 'cleo', 'x'.repeat(150), ...Array.from({ length: 7 }, (_, n) => `worker_${n}`)]
  const people = names.map((username) => ({ username, password: 'k7mp-x3qd-hw2v-9tba' }))
  const { out, pages } = await drawn(people)
  expect(pages).toBe(2)
  const seen = await read(context, out)
  const links = names.map((username) =>
    projectLink({ projectId: project.id, server: project.server, username }),
  )
  expect(seen.flatMap(({ codes }) => codes).toSorted()).toEqual(links.toSorted())
  const [first] = seen
  for (const text of [
    'tree_survey in QField',
    'valley/tree_survey',
    'app.qfield.cloud',
    'k7mp-x3qd-hw2v-9tba',
  ])
    expect(first?.text).toContain(text)
  // A name that is typed from paper is there to its last letter.
  expect(first?.text.replaceAll(/[^x]/g, '').length).toBeGreaterThanOrEqual(150)
  expect(seen[1]?.text).toContain('2 / 2')
})

test('says which characters no font here has', async () => {
  expect((await drawn([{ username: 'bob', name: 'Bob' }])).missing).toEqual([])
  expect((await drawn([{ username: 'bob', name: 'Bob \u{10FFFD}' }])).missing).toEqual(['\u{10FFFD}'])
})

test('nobody is one empty page', async () => {
  expect((await drawn([])).pages).toBe(1)
})

test('only its owner reads it', async (context) => {
  context.skip(process.platform === 'win32', 'modes are not Windows’ way')
  const { out } = await drawn([{ username: 'bob' }])
  expect((await stat(out)).mode & 0o777).toBe(0o600)
})

test('a sheet that cannot be written leaves what was there', async () => {
  const folder = await mkdtemp(path('sheet-'))
  const plan = planSheet(project, [{ username: 'bob' }], words)
  const nowhere = await call('sheet', { plan, out: join(folder, 'no such folder', 'people.pdf') })
  expect(nowhere.error?.code).toMatch(/^output\./)
  const out = join(folder, 'people.pdf')
  await writeFile(out, 'the old one')
  const cards = Array.from({ length: 40 }, (_, n) => ({ username: `worker_${n}` }))
  const cancelled = await call('sheet', { plan: planSheet(project, cards, words), out }, { cancelAt: 1 })
  expect(cancelled.error?.code).toBe('job.cancelled')
  expect(await readFile(out, 'utf8')).toBe('the old one')
  expect(await readdir(folder)).toEqual(['people.pdf'])
})
