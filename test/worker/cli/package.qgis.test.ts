import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PackageResult } from '#worker/api/projects.ts'
import { rowsOf } from '#test/resources/qgis/changes.ts'
import { fingerprint, makeSite, secret, trees, walls } from '#test/worker/cli/site.ts'
import { run, scratch } from '#test/worker/cli/run.ts'

interface PackageDocument extends PackageResult {
  state: string
  error?: { code: string; message: string; params: Record<string, string | number> }
}

/** `package DIR --out OUT --json` and what it printed. */
async function pack(folder: string, out: string, ...more: string[]) {
  const data = join(scratch(), 'data')
  const ran = await run(['package', folder, '--out', out, '--json', '--data', data, ...more])
  return { ...ran, document: () => ran.document() as unknown as PackageDocument }
}

const namesOf = ({ packageFiles }: PackageDocument): string[] => packageFiles.map(({ name }) => name)

test('a package with its attachments and --zip; the project stays as it was', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'), { texts: { 'DCIM/oak.jpg': 'a photo' } })
  const before = fingerprint(site)
  const out = join(folder, 'packages', 'ward')
  mkdirSync(join(folder, 'packages'))
  const ran = await pack(site, out, '--zip')
  expect(ran.code, ran.stderr).toBe(0)
  const document = ran.document()
  expect(document).toMatchObject({
    state: 'finished',
    folder: out,
    project: join(out, 'site_qfield.qgz'),
    zip: `${out}.zip`,
    layers: [
      { id: trees, action: 'offline', file: 'data.gpkg', expected: 3, packaged: 3 },
      { id: walls, action: 'no_action', file: 'Walls.shp', expected: 2, packaged: 2 },
      { id: secret, action: 'remove', file: null, packaged: null },
    ],
    feedback: { feedback_version: '2.0', workflow_id: 'package_project' },
  })
  const files = ['DCIM/oak.jpg', 'Walls.cpg', 'Walls.dbf', 'Walls.prj', 'Walls.shp', 'Walls.shx', 'data.gpkg']
  expect(namesOf(document)).toEqual([...files, 'site_qfield.qgz'])
  const made = fingerprint(out)
  for (const { name, sha256 } of document.packageFiles) expect(made[name]).toBe(sha256)
  expect(Object.keys(made)).toEqual(['DCIM', ...namesOf(document)].sort())
  const unzipped = join(folder, 'unzipped')
  execFileSync('python3', ['-m', 'zipfile', '-e', `${out}.zip`, unzipped])
  const { DCIM, ...rest } = made
  expect(DCIM).toBe('folder')
  expect(fingerprint(join(unzipped, 'ward'))).toEqual({ ...rest, DCIM: 'folder' })
  const rows = await rowsOf(join(out, 'data.gpkg'))
  expect(rows.map(({ name, height, wkt }) => [name, height, wkt])).toEqual([
    ['oak', 3, 'POINT (1 1)'],
    ['ash', 5, 'POINT (2 2)'],
    ['elm', 9, 'POINT (3 3)'],
  ])
  expect(readdirSync(join(folder, 'packages')).sort()).toEqual(['ward', 'ward.zip'])
  expect(fingerprint(site)).toEqual(before)
})

test('a layer that would be lost fails the job by name, until --leave-out says that it may', async () => {
  const folder = scratch()
  const lost = 'lost_00000001'
  const site = await makeSite(join(folder, 'site'), {
    layers: [{ name: 'Lost', id: lost, kind: 'gpkg', features: 1, cloudAction: 'offline' }],
    remove: ['Lost.gpkg'],
  })
  const out = join(folder, 'out')
  const failed = await pack(site, out)
  expect(failed.code, failed.stderr).toBe(1)
  expect(failed.document()).toMatchObject({
    state: 'failed',
    error: { code: 'package.layerLost', params: { layers: 'Lost', count: 1 } },
    project: null,
    feedback: { error_origin: 'container' },
  })
  expect(failed.document().feedback.steps.map(({ id, stage }) => [id, stage])).toContainEqual([
    'package_project',
    1,
  ])
  expect(failed.stderr).toContain('Lost')
  expect(readdirSync(folder)).toEqual(['site'])
  const made = await pack(site, out, '--leave-out', lost)
  expect(made.code, made.stderr).toBe(0)
  expect(made.document().layers.map(({ id }) => id)).toContain(trees)
  expect(made.document().layers.find(({ id }) => id === lost)?.file ?? null).toBeNull()
})

test('--cable packages by the actions that QFieldSync was told for the cable', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'), {
    layers: [
      {
        name: 'Paths',
        id: 'paths_0000001',
        kind: 'gpkg',
        features: 4,
        action: 'remove',
        cloudAction: 'copy',
      },
    ],
  })
  const cloud = await pack(site, join(folder, 'cloud'))
  const cable = await pack(site, join(folder, 'cable'), '--cable')
  expect([cloud.code, cable.code], cloud.stderr + cable.stderr).toEqual([0, 0])
  expect(namesOf(cloud.document())).toContain('Paths.gpkg')
  expect(namesOf(cable.document())).not.toContain('Paths.gpkg')
})

test('without --json: the layers, and at the end where the package is', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'))
  const out = join(folder, 'out')
  const args = ['package', site, '--out', out, '--zip', '--data', join(folder, 'data')]
  const { code, stdout, stderr } = await run(args)
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/^ {2}Trees +offline +3 +data\.gpkg$/m)
  expect(stdout).toMatch(/^ {2}Walls +no_action +2 +Walls\.shp$/m)
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([join(out, 'site_qfield.qgz'), `${out}.zip`])
})

test('a package never goes into the project, nor over what stands there', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'))
  const before = fingerprint(site)
  const taken = join(folder, 'taken')
  mkdirSync(taken)
  writeFileSync(join(taken, 'thesis.odt'), 'years of work')
  const places = [
    [site, 'package.inside'],
    [join(site, 'out', 'deep'), 'package.inside'],
    [taken, 'output.occupied'],
    [join(taken, 'thesis.odt'), 'output.occupied'],
  ] as const
  for (const [out, code] of places) {
    const ran = await pack(site, out)
    expect([ran.code, ran.document().error?.code], out).toEqual([1, code])
    expect(ran.stderr).toContain(out)
  }
  expect(fingerprint(site)).toEqual(before)
  expect(readdirSync(taken)).toEqual(['thesis.odt'])
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  const ran = await pack(site, empty)
  expect(ran.code, ran.stderr).toBe(0)
  expect(existsSync(join(empty, 'site_qfield.qgz'))).toBe(true)
})

test('wrong usage is 2', async () => {
  const folder = scratch()
  for (const args of [[folder], ['--out', folder], [folder, folder, '--out', 'x'], [folder, '--dry-run']]) {
    const ran = await run(['package', ...args, '--json', '--data', join(folder, 'data')])
    expect([ran.code, (ran.document()['error'] as { code: string }).code]).toEqual([2, 'usage'])
  }
})
