import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { AppliedDelta } from '#worker/api/deltas.ts'
import { delta, rowsOf } from '#test/resources/qgis/changes.ts'
import { fingerprint, makeSite, trees, writeDeltas } from '#test/worker/cli/site.ts'
import { run, scratch, start, type Ran } from '#test/worker/cli/run.ts'

interface Failed {
  error?: { code: string; message: string }
  deltas: AppliedDelta[]
}

const answerOf = (ran: Ran): Failed => ran.document() as unknown as Failed

/** Mounts at `dir` until the test ends, where we may. */
function mount(dir: string, ...options: string[]): boolean {
  try {
    execFileSync('mount', [...options, dir], { stdio: 'pipe' })
  } catch (thrown) {
    process.stdout.write(`Skipped, since nothing can be mounted: ${String(thrown)}\n`)
    return false
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', dir]))
  return true
}

/** Even for somebody who may do everything. */
function makeReadOnly(dir: string): boolean {
  const isMounted = mount(dir, '--bind', dir)
  if (isMounted) execFileSync('mount', ['-o', 'remount,ro,bind', dir])
  return isMounted
}

/** A disk of its own of so many kibibytes. */
function smallDisk(dir: string, kibibytes: number): boolean {
  mkdirSync(dir)
  return mount(dir, '-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs')
}

const manyTrees = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    delta(trees, 'create', `-${number}`, {
      new: { geometry: 'POINT(4 4)', attributes: { name: 'n'.repeat(200) } },
    }),
  )

test('a project in a folder that can only be read is checked and packaged, and takes no deltas', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'))
  if (!makeReadOnly(site)) return
  const before = fingerprint(site)
  const common = ['--json', '--data', join(folder, 'data')]
  const check = await run(['check', site, ...common])
  const packed = await run(['package', site, '--out', join(folder, 'out'), ...common])
  expect([check.code, packed.code], check.stderr + packed.stderr).toEqual([0, 0])
  const deltas = await run([
    'apply-deltas',
    site,
    writeDeltas(join(folder, '1.json'), manyTrees(3)),
    ...common,
  ])
  expect([deltas.code, answerOf(deltas).error?.code], deltas.stderr).toEqual([1, 'output.readonly'])
  expect(answerOf(deltas).deltas.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending'])
  expect(fingerprint(site)).toEqual(before)
})

test('a package into a folder that can only be read is refused at once', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'))
  const shelf = join(folder, 'shelf')
  mkdirSync(shelf)
  if (!makeReadOnly(shelf)) return
  const data = join(folder, 'data')
  const ran = await run(['package', site, '--out', join(shelf, 'out'), '--json', '--data', data])
  expect([ran.code, answerOf(ran).error?.code], ran.stderr).toEqual([1, 'output.readonly'])
})

test('the project’s disk is full when the changed files come back: nothing is changed', async () => {
  const folder = scratch()
  const disk = join(folder, 'disk')
  if (!smallDisk(disk, 600)) return
  const site = await makeSite(join(disk, 'site'))
  const before = fingerprint(site)
  const file = writeDeltas(join(folder, '1.json'), manyTrees(3_000))
  const args = ['apply-deltas', site, file, '--json', '--data', join(folder, 'data')]
  const ran = await run(args)
  expect([ran.code, answerOf(ran).error?.code], ran.stderr).toEqual([1, 'output.full'])
  expect(new Set(answerOf(ran).deltas.map(({ status }) => status))).toEqual(new Set(['pending']))
  expect(fingerprint(site)).toEqual(before)
  execFileSync('mount', ['-o', 'remount,size=20m', disk])
  const again = await run(args)
  expect(again.code, again.stderr).toBe(0)
  expect(await rowsOf(join(site, 'Trees.gpkg'))).toHaveLength(3_003)
})

test('the disk becomes full while the package is made: it is not there, and nothing is left of it', async () => {
  const folder = scratch()
  const disk = join(folder, 'disk')
  // A job is only accepted where there is room for a project.
  if (!smallDisk(disk, 220 * 1024)) return
  const site = await makeSite(join(folder, 'site'))
  const before = fingerprint(site)
  const data = join(folder, 'data')
  const { ended } = start(['package', site, '--out', join(disk, 'out'), '--json', '--data', data])
  const isBegun = (): boolean => readdirSync(disk).some((name) => name.endsWith('.partial'))
  while (!isBegun()) await sleep(5)
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - 40_960))
  const ran = await ended
  expect([ran.code, answerOf(ran).error?.code], ran.stderr).toEqual([1, 'output.full'])
  expect(readdirSync(disk)).toEqual(['ballast'])
  expect(fingerprint(site)).toEqual(before)
})

test('the ledger’s own disk becomes full while deltas are applied: nothing is changed, and it goes on later', async () => {
  const folder = scratch()
  const data = join(folder, 'data')
  if (!smallDisk(data, 20 * 1024)) return
  const site = await makeSite(join(folder, 'site'))
  const before = fingerprint(site)
  const file = writeDeltas(join(folder, '1.json'), manyTrees(2_000))
  const args = ['apply-deltas', site, file, '--json', '--data', data]
  const { ended } = start(args)
  const isBegun = (): boolean =>
    readdirSync(data).includes('work') && readdirSync(join(data, 'work')).length > 0
  while (!isBegun()) await sleep(5)
  const { bavail, bsize } = statfsSync(data)
  writeFileSync(join(data, 'ballast'), Buffer.alloc(bavail * bsize - 300_000))
  const ran = await ended
  expect(ran.code, ran.stdout).toBe(1)
  expect(answerOf(ran).error?.code, ran.stderr).toMatch(/^(output|store)\.full$/)
  expect(fingerprint(site)).toEqual(before)
  execFileSync('mount', ['-o', 'remount,size=60m', data])
  const again = await run(args)
  expect(again.code, again.stderr).toBe(0)
  expect(await rowsOf(join(site, 'Trees.gpkg'))).toHaveLength(2_003)
})
