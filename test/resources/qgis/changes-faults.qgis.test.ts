import { execFileSync } from 'node:child_process'
import { statfsSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { call } from '#test/resources/qgis/call.ts'
import { apply, copyOf, delta, planned, rowsOf, verdicts } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const id = 'wells_11111111111'

const make = async (name: string, features = 3): Promise<string> =>
  (
    await makeProject({
      out: path(name),
      file: 'site.qgs',
      layers: [{ name: 'wells', kind: 'gpkg', id, features }],
    })
  ).project
const patch = (pk: string, name: string, now: string) =>
  delta(id, 'patch', pk, { old: { attributes: { name } }, new: { attributes: { name: now } } })

test('a GeoPackage that another program writes to takes no change', async () => {
  const project = await make('locked')
  const other = new DatabaseSync(path('locked/wells.gpkg'))
  other.exec('begin exclusive')
  const report = await apply(project, [patch('1', 'f0', 'a'), patch('2', 'f1', 'b')])
  other.exec('rollback')
  other.close()
  expect(verdicts(report)).toEqual(['not_applied', 'not_applied'])
  const names = (await rowsOf(path('locked/wells.gpkg'), 'wells')).map(({ name }) => name)
  expect(names).toEqual(['f0', 'f1', 'f2'])
})

test('a full disk ends the job between two whole deltas', async (context) => {
  const project = await make('roomy', 2000)
  await mkdir(path('small'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path('small')], { stdio: 'pipe' })
  } catch (thrown) {
    context.skip(`no small disk can be mounted: ${String(thrown)}`)
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', path('small')]))
  const copy = await copyOf(project, path('small/copy'))
  const { bavail, bsize } = statfsSync(path('small'))
  writeFileSync(path('small/ballast'), Buffer.alloc(bavail * bsize - 100_000))
  const long = 'x'.repeat(8000)
  const answer = await call('changes', {
    project: copy,
    root: dirname(copy),
    offline: false,
    plan: {
      overwriteConflicts: false,
      dryRun: false,
      deltas: planned(Array.from({ length: 40 }, (_, at) => patch(`${at + 1}`, `f${at}`, `${long}${at}`))),
    },
  })
  execFileSync('rm', [path('small/ballast')])
  expect(answer.error?.code).toBe('output.full')
  const names = (await rowsOf(join(dirname(copy), 'wells.gpkg'), 'wells')).map(({ name }) => name)
  expect(names).toHaveLength(2000)
  const written = names.filter((name) => String(name).startsWith(long)).length
  expect(names).toEqual(names.map((_, at) => (at < written ? `${long}${at}` : `f${at}`)))
  expect(written).toBeGreaterThan(0)
})

test('a cancelled job stops between two deltas', async () => {
  const project = await make('cancelled', 10)
  const deltas = planned(Array.from({ length: 10 }, (_, at) => patch(`${at + 1}`, `f${at}`, 'x')))
  const plan = { overwriteConflicts: false, dryRun: false, deltas }
  const answer = await call(
    'changes',
    { project, root: dirname(project), plan, offline: false },
    { cancelAt: 4 },
  )
  expect(answer.error?.code).toBe('job.cancelled')
  expect(answer.progress.at(-1)).toEqual(['apply_deltas', 0.4])
  const changed = (await rowsOf(path('cancelled/wells.gpkg'), 'wells')).filter(({ name }) => name === 'x')
  expect(changed).toHaveLength(4)
})

test('a project that QGIS cannot read', async () => {
  await mkdir(path('broken'))
  writeFileSync(path('broken/site.qgs'), '<qgis')
  const plan = { overwriteConflicts: false, dryRun: false, deltas: [] }
  const params = { project: path('broken/site.qgs'), root: path('broken'), plan, offline: true }
  expect((await call('changes', params)).error).toMatchObject({
    code: 'project.unreadable',
    params: { file: 'site.qgs' },
  })
})

test('1,000 deltas in a table of 100,000 features take little memory', async () => {
  const project = await make('large', 100_000)
  const deltas = planned(
    Array.from({ length: 1000 }, (_, at) => {
      const pk = `${at * 90 + 1}`
      const old = { attributes: { name: `f${at * 90}` } }
      const side = { geometry: 'Point (5 5)', attributes: { fid: 200_000 + at, name: 'new' } }
      if (at % 3 === 0) return delta(id, 'create', pk, { new: side })
      if (at % 3 === 1) return delta(id, 'delete', pk, { old })
      return delta(id, 'patch', pk, { old, new: { geometry: 'Point (5 5)', attributes: { name: 'newer' } } })
    }),
  )
  const plan = { overwriteConflicts: false, dryRun: false, deltas }
  const { result, peakMb, seconds } = await call('changes', {
    project,
    root: dirname(project),
    plan,
    offline: false,
  })
  expect(result?.layers).toMatchObject([{ before: 100_000, after: 100_001, expected: 100_001 }])
  expect(peakMb).toBeLessThan(400)
  process.stdout.write(`1,000 deltas: ${seconds} s, ${peakMb} MB\n`)
})
