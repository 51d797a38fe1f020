/**
 * `npm test`: installs what is missing, builds `dist/`, runs vitest's projects (all, or those named) and ends
 * with what failed and one line, `N passed, N failed`, both taken from vitest's own reports.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bootstrap, ensureQgis } from '#build/bootstrap.ts'
import { ensureFloorPostgres } from '#build/bootstrap/postgres.ts'
import { buildDist } from '#build/dist.ts'
import { root } from '#build/root.ts'
import { run } from '#build/run.ts'
import { addTallies, failuresOf, lastLine, tallyOf, type Tally } from '#build/tests/tally.ts'

const all = ['unit', 'renderer', 'fakes', 'qgis', 'postgres', 'e2e', 'faults'] as const
type Project = (typeof all)[number]

const words = process.argv.slice(2)
const named = all.filter((project) => words.includes(project))
const projects = named.length === 0 ? all : named
const unknown = words.filter((word) => !all.some((project) => project === word))

if (unknown.length > 0) {
  console.error(`No such tests: ${unknown.join(', ')}. There are ${all.join(', ')}.`)
  process.exitCode = 2
} else await test()

async function test(): Promise<void> {
  const prepared = await prepare()
  const tallies: Tally[] = []
  const failures: string[] = []
  for (const project of projects) {
    const { tally, failed } = await runProject(project)
    tallies.push(tally)
    failures.push(...failed)
  }
  const total = addTallies(tallies)
  for (const failure of failures) console.log(`\nFailed: ${failure}`)
  if (!prepared) console.error('Something that the tests need is missing; see above.')
  console.log(lastLine(total))
  process.exitCode = total.failed === 0 ? 0 : 1
}

async function prepare(): Promise<boolean> {
  const complete = await installMissing()
  if (projects.includes('postgres')) await ensureFloorPostgres()
  if (!projects.includes('e2e')) return complete
  await buildDist().catch((error: unknown) => {
    // The window tests then fail one by one, and the others still tell what they know.
    console.error(error)
  })
  return complete
}

async function installMissing(): Promise<boolean> {
  if (projects.includes('e2e')) return bootstrap()
  return projects.includes('qgis') ? ensureQgis() : true
}

async function runProject(project: Project): Promise<{ tally: Tally; failed: string[] }> {
  const folder = join(root, 'test-results')
  const report = join(folder, `${project}.json`)
  await mkdir(folder, { recursive: true })
  await rm(report, { force: true })
  console.log(`\n=== ${project} ===`)
  const { code } = await run(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        // Vite leaves `production` behind when it has built here, and React then comes without its test helpers.
        NODE_ENV: 'test',
        // Many tests start the command line or the worker: what Node made of the sources once, it need not make again.
        NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      },
    },
  )
  const text = await readFile(report, 'utf8').catch(() => null)
  const tally = tallyOf(text)
  if (code === 0 || tally.failed > 0) return { tally, failed: failuresOf(text) }
  // Vitest also fails for errors that belong to no test.
  return { tally: { ...tally, failed: 1 }, failed: [`${project}: an error outside of its tests; see above.`] }
}
