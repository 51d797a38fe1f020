import { existsSync, readdirSync, rmSync, statSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { AppliedDelta, Delta } from '#worker/api/deltas.ts'
import { delta, rowsOf } from '#test/resources/qgis/changes.ts'
import { fingerprint, makeSite, siteLike, trees, writeDeltas } from '#test/worker/cli/site.ts'
import { run, scratch, start } from '#test/worker/cli/run.ts'

interface Answer {
  state: string
  deltas: AppliedDelta[]
  error?: { code: string; message: string; params: Record<string, string | number> }
}

const made = mkdtempSync(join(tmpdir(), 'fieldpack-cli-'))
const model = join(made, 'site')
const readOnly = 'readonly_0001'
beforeAll(async () => {
  await makeSite(model, {
    layers: [{ name: 'Still', id: readOnly, kind: 'gpkg', features: 2, readOnly: true }],
  })
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

function place() {
  const folder = scratch()
  const site = siteLike(model, join(folder, 'site'))
  const args = (...more: string[]) => [
    'apply-deltas',
    site,
    ...more,
    '--json',
    '--data',
    join(folder, 'data'),
  ]
  return {
    folder,
    site,
    args,
    async apply(...more: string[]) {
      const ran = await run(args(...more))
      return { ...ran, answer: () => ran.document() as unknown as Answer }
    },
  }
}

const patch = (pk = '1', was = 3, height = 4, layer = trees): Delta =>
  delta(layer, 'patch', pk, { old: { attributes: { height: was } }, new: { attributes: { height } } })

const whole = {
  version: '1.0',
  id: '22222222-2222-4222-8222-222222222222',
  project: '33333333-3333-4333-8333-333333333333',
  files: [],
}
const refused: [string, string, string, RegExp][] = [
  ['no JSON', '{"version": "1.0", ', 'deltas.notJson', /bad\.json/],
  [
    'JSON as Python writes it',
    JSON.stringify({ ...whole, deltas: [] }).replace('[]', '[NaN]'),
    'deltas.notJson',
    /bad\.json/,
  ],
  ['a list', '[]', 'deltas.notSchema', /bad\.json/],
  ['no deltas', JSON.stringify(whole), 'deltas.notSchema', /deltas/],
  [
    'another version',
    JSON.stringify({ ...whole, version: '2.0', deltas: [] }),
    'deltas.notSchema',
    /version/,
  ],
  [
    'a delta without a method',
    JSON.stringify({ ...whole, deltas: [patch(), { ...patch(), method: undefined }] }),
    'deltas.notSchema',
    /deltas\[1\]\.method/,
  ],
  ['an empty file', '', 'deltas.notJson', /bad\.json/],
  ['a picture', 'ÿØÿà\u0000\u0010JFIF', 'deltas.notJson', /bad\.json/],
]

test.each(refused)('%s is no delta file', async (_, text, code, words) => {
  const { folder, site, apply } = place()
  const before = fingerprint(site)
  writeFileSync(join(folder, 'bad.json'), text)
  const good = writeDeltas(join(folder, 'good.json'), [patch()])
  const ran = await apply(good, join(folder, 'bad.json'))
  expect([ran.code, ran.answer().error?.code], ran.stderr).toEqual([1, code])
  expect(ran.answer().error?.message).toMatch(words)
  expect(fingerprint(site)).toEqual(before)
  // The good one still waits to be applied by itself.
  const alone = await apply(good)
  expect([alone.code, alone.answer().deltas[0]?.status], alone.stderr).toEqual([0, 'applied'])
})

test('a delta file of another project, and one of 200,000 deltas', async () => {
  const { folder, site, apply } = place()
  expect((await apply(writeDeltas(join(folder, '1.json'), [patch()]))).code).toBe(0)
  const before = fingerprint(site)
  const other = writeDeltas(join(folder, 'other.json'), [patch('2', 5, 6)], {
    project: '44444444-4444-4444-8444-444444444444',
  })
  const ran = await apply(other)
  expect([ran.code, ran.answer().error?.code]).toEqual([1, 'deltas.otherProject'])
  expect(ran.answer().error?.message).toContain('other.json')
  const many = writeDeltas(
    join(folder, 'many.json'),
    Array.from({ length: 200_000 }, () => patch()),
  )
  const tooMany = await apply(many)
  expect([tooMany.code, tooMany.answer().error?.code], tooMany.stderr).toEqual([1, 'deltas.tooMany'])
  expect(tooMany.answer().error?.params).toMatchObject({ count: 200_000 })
  expect(fingerprint(site)).toEqual(before)
})

test('no file, a folder for a file, and a project that is not there', async () => {
  const { folder, site, apply } = place()
  const missing = await apply(join(folder, 'none.json'))
  expect([missing.code, missing.answer().error?.code]).toEqual([1, 'input.missing'])
  const aFolder = await apply(site)
  expect(aFolder.code).toBe(1)
  expect(aFolder.answer().error?.code).toMatch(/^input\./)
})

test('unknown layer and read-only layer: answered one by one, the others applied', async () => {
  const { folder, site, apply } = place()
  const before = fingerprint(site)
  const file = writeDeltas(join(folder, '1.json'), [
    patch('1', 3, 4, 'nowhere'),
    delta(readOnly, 'patch', '1', {
      old: { attributes: { name: 'f1' } },
      new: { attributes: { name: 'x' } },
    }),
    patch(),
  ])
  const ran = await apply(file)
  expect(ran.code, ran.stderr).toBe(0)
  const { deltas } = ran.answer()
  expect(deltas.map(({ status }) => status)).toEqual(['not_applied', 'not_applied', 'applied'])
  expect(deltas[0]?.message).toContain('No layer with id "nowhere"')
  for (const { message } of deltas.slice(0, 2)) expect(message).toMatch(/\w/)
  expect({ ...fingerprint(site), 'Trees.gpkg': '' }).toEqual({ ...before, 'Trees.gpkg': '' })
})

/** Another program that has the layer open, until the test ends. */
function hold(file: string, sql: string): DatabaseSync {
  const held = new DatabaseSync(file)
  onTestFinished(() => {
    if (held.isOpen) held.close()
  })
  // GeoPackage's triggers ask for them, though none of them has anything to do here.
  for (const name of ['ST_IsEmpty', 'ST_MinX', 'ST_MaxX', 'ST_MinY', 'ST_MaxY'])
    held.function(name, { varargs: true }, () => 0)
  held.exec(sql)
  return held
}

const holds = [
  ['locked by another program', 'BEGIN EXCLUSIVE'],
  [
    'open in WAL mode in another program',
    "PRAGMA journal_mode = WAL; UPDATE Trees SET height = 33 WHERE name = 'ash'",
  ],
] as const

test.each(holds)('a GeoPackage that is %s is not replaced', async (_, sql) => {
  const { folder, site, apply } = place()
  const held = hold(join(site, 'Trees.gpkg'), sql)
  const names = readdirSync(site).sort()
  const before = statSync(join(site, 'Trees.gpkg'))
  const file = writeDeltas(join(folder, '1.json'), [patch()])
  const ran = await apply(file)
  expect([ran.code, ran.answer().error?.code], ran.stderr).toEqual([1, 'project.inUse'])
  expect(ran.answer().error?.message).toContain('Trees.gpkg')
  expect(ran.answer().deltas.map(({ status }) => status)).toEqual(['pending'])
  expect(readdirSync(site).sort()).toEqual(names)
  expect(statSync(join(site, 'Trees.gpkg'))).toMatchObject({
    size: before.size,
    mtimeMs: before.mtimeMs,
    ino: before.ino,
  })
  held.close()
  const again = await apply(file)
  expect([again.code, again.answer().deltas[0]?.status], again.stderr).toEqual([0, 'applied'])
  expect((await rowsOf(join(site, 'Trees.gpkg'), 'Trees'))[0]?.['height']).toBe(4)
})

test.each(holds)('a GeoPackage that is %s is checked and packaged all the same', async (_, sql) => {
  const { folder, site } = place()
  const held = hold(join(site, 'Trees.gpkg'), sql)
  const stored = held.prepare('SELECT height FROM Trees ORDER BY fid').all() as { height: number }[]
  const common = ['--json', '--data', join(folder, 'data')]
  const before = fingerprint(site)
  const check = await run(['check', site, ...common])
  const packed = await run(['package', site, '--out', join(folder, 'out'), ...common])
  expect([check.code, packed.code], check.stderr + packed.stderr).toEqual([0, 0])
  const rows = await rowsOf(join(folder, 'out', 'data.gpkg'))
  expect(rows.map(({ height }) => height)).toEqual(stored.map(({ height }) => height))
  expect(fingerprint(site)).toEqual(before)
})

test('a file that somebody changes while the job runs keeps their change', async () => {
  const { folder, site, args, apply } = place()
  const deltas = Array.from({ length: 2_000 }, (_, number) =>
    delta(trees, 'create', `-${number}`, {
      new: { geometry: 'POINT(4 4)', attributes: { name: `n${number}` } },
    }),
  )
  const file = writeDeltas(join(folder, '1.json'), deltas)
  const { ended } = start(args(file))
  const work = join(folder, 'data', 'work')
  const copied = (): boolean =>
    existsSync(work) && readdirSync(work).some((id) => existsSync(join(work, id, 'project', 'Walls.shp')))
  while (!copied()) await sleep(10)
  await sleep(300)
  const other = new DatabaseSync(join(site, 'Trees.gpkg'))
  other.exec("UPDATE gpkg_contents SET description = 'somebody else'")
  other.close()
  const theirs = fingerprint(site)
  const ran = await ended
  const { error, deltas: answers } = ran.document() as unknown as Answer
  expect([ran.code, error?.code], ran.stderr).toEqual([1, 'project.changed'])
  expect(error?.params).toMatchObject({ file: 'Trees.gpkg' })
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['pending']))
  expect(fingerprint(site)).toEqual(theirs)
  const again = await apply(file)
  expect(again.code, again.stderr).toBe(0)
  expect(await rowsOf(join(site, 'Trees.gpkg'), 'Trees')).toHaveLength(2_003)
})
