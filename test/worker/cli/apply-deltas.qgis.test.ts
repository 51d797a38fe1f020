import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApplyDeltasResult, AppliedDelta, Delta } from '#worker/api/deltas.ts'
import { delta, rowsOf } from '#test/resources/qgis/changes.ts'
import { fingerprint, makeSite, siteLike, trees, walls, writeDeltas } from '#test/worker/cli/site.ts'
import { run, scratch } from '#test/worker/cli/run.ts'

interface DeltasDocument extends Omit<ApplyDeltasResult, 'deltas'> {
  state: string
  job: string
  deltas: (Omit<AppliedDelta, 'strict'> & { strict: { code: string; message: string }[] })[]
  error?: { code: string; message: string }
}

const made = mkdtempSync(join(tmpdir(), 'fieldpack-cli-'))
const model = join(made, 'site')
beforeAll(() => makeSite(model))
afterAll(() => rmSync(made, { recursive: true, force: true }))

/** A site with a ledger of its own. */
function place() {
  const folder = scratch()
  const site = siteLike(model, join(folder, 'site'))
  const data = join(folder, 'data')
  return {
    site,
    data,
    file: (name: string, deltas: Delta[], more = {}) => writeDeltas(join(folder, name), deltas, more),
    async apply(...args: string[]) {
      const ran = await run(['apply-deltas', site, ...args, '--json', '--data', data])
      return { ...ran, document: () => ran.document() as unknown as DeltasDocument }
    },
    /** `oak 3 POINT (1 1)`, by key. */
    async trees(): Promise<string[]> {
      const rows = await rowsOf(join(site, 'Trees.gpkg'))
      return rows.map(({ fid, name, height, wkt }) => `${fid} ${name} ${height} ${wkt}`)
    },
  }
}

const create = (name: string, height = 1, pk = '-1') =>
  delta(trees, 'create', pk, { new: { geometry: 'POINT(4 4)', attributes: { name, height } } })
const patch = (pk: string, was: number, height: number) =>
  delta(trees, 'patch', pk, { old: { attributes: { height: was } }, new: { attributes: { height } } })
const remove = (pk: string, name: string, height: number) =>
  delta(trees, 'delete', pk, { old: { geometry: 'POINT(3 3)', attributes: { name, height } } })
const statuses = ({ deltas }: DeltasDocument): string[] => deltas.map(({ status }) => status)

const untouched = ['1 oak 3 POINT (1 1)', '2 ash 5 POINT (2 2)', '3 elm 9 POINT (3 3)']

test('creates, patches and deletes; each delta is answered, and the file as it was is kept', async () => {
  const { apply, file, trees: rows, site } = place()
  const before = fingerprint(site)
  const deltas = [
    create('fir'),
    patch('1', 3, 4),
    patch('2', 77, 6),
    remove('3', 'elm', 9),
    patch('99', 1, 2),
  ]
  const ran = await apply(file('a.json', deltas))
  expect(ran.code, ran.stderr).toBe(0)
  const document = ran.document()
  expect(document.state).toBe('finished')
  expect(
    document.deltas.map(({ uuid, index, method, layerId, status, modifiedPk }) => ({
      uuid,
      index,
      method,
      layerId,
      status,
      modifiedPk,
    })),
  ).toEqual(
    (
      [
        ['applied', '4'],
        ['applied', '1'],
        ['conflict', null],
        ['applied', expect.anything()],
        ['not_applied', null],
      ] as const
    ).map(([status, modifiedPk], index) => ({
      uuid: deltas[index]?.uuid,
      index,
      method: deltas[index]?.method,
      layerId: trees,
      status,
      modifiedPk,
    })),
  )
  expect(document.deltas[2]?.message).toContain('There are conflicts with the already existing feature!')
  expect(document.deltas[4]?.message).toContain('Unable to find feature')
  expect(document.layers).toEqual([{ id: trees, name: 'Trees', before: 3, after: 3 }])
  expect(document.feedback).toMatchObject({ workflow_id: 'apply_changes', feedback_version: '2.0' })
  expect(document.feedback.outputs).toHaveProperty(['apply_deltas', 'delta_feedback'])
  expect(await rows()).toEqual(['1 oak 4 POINT (1 1)', '2 ash 5 POINT (2 2)', '4 fir 1 POINT (4 4)'])
  const kept = Object.fromEntries(document.files.map(({ name, sha256 }) => [name, sha256]))
  expect(kept['before/Trees.gpkg']).toBe(before['Trees.gpkg'])
  const after = fingerprint(site)
  expect(kept['after/Trees.gpkg']).toBe(after['Trees.gpkg'])
  expect({ ...after, 'Trees.gpkg': '' }).toEqual({ ...before, 'Trees.gpkg': '' })
})

test('--overwrite-conflicts applies what conflicts, and strict says so', async () => {
  const { apply, file, trees: rows } = place()
  const ran = await apply(file('a.json', [patch('2', 77, 6)]), '--overwrite-conflicts')
  expect(ran.code, ran.stderr).toBe(0)
  const [answer] = ran.document().deltas
  expect(answer?.status).toBe('applied')
  expect(answer?.strict.map(({ code }) => code)).toContain('overwritten')
  for (const { message } of answer?.strict ?? []) expect(message).toMatch(/^[^{}]+$/)
  expect((await rows())[1]).toBe('2 ash 6 POINT (2 2)')
})

test('--dry-run says what would happen and changes nothing, neither on disk nor in the ledger', async () => {
  const { apply, file, site, data } = place()
  const before = fingerprint(site)
  const path = file('a.json', [create('fir'), patch('2', 77, 6)])
  const dry = await apply(path, '--dry-run')
  expect(dry.code, dry.stderr).toBe(0)
  expect(dry.document()).toMatchObject({ state: 'finished', dryRun: true })
  expect(statuses(dry.document())).toEqual(['applied', 'conflict'])
  expect(fingerprint(site)).toEqual(before)
  expect(existsSync(join(data, 'work', dry.document().job))).toBe(false)
  const real = await apply(path)
  expect(statuses(real.document())).toEqual(['applied', 'conflict'])
})

test('what was applied before is ignored; --again applies it once more', async () => {
  const { apply, file, trees: rows } = place()
  const path = file('a.json', [create('fir'), patch('1', 3, 4)])
  expect(statuses((await apply(path)).document())).toEqual(['applied', 'applied'])
  const second = await apply(path)
  expect(second.code, second.stderr).toBe(0)
  expect(statuses(second.document())).toEqual(['ignored', 'ignored'])
  expect(await rows()).toHaveLength(4)
  const again = await apply(path, '--again')
  expect(statuses(again.document())).toEqual(['applied', 'conflict'])
  expect(await rows()).toHaveLength(5)
})

test('several files go in the order given; the same file twice counts once', async () => {
  const { apply, file, trees: rows } = place()
  const first = file('1.json', [patch('1', 3, 4)])
  const second = file('2.json', [patch('1', 4, 5), patch('2', 5, 6)])
  const ran = await apply(first, second, first)
  expect(ran.code, ran.stderr).toBe(0)
  const { deltas } = ran.document()
  expect(deltas.map(({ status }) => status).sort()).toEqual(['applied', 'applied', 'applied', 'ignored'])
  expect((await rows()).slice(0, 2)).toEqual(['1 oak 5 POINT (1 1)', '2 ash 6 POINT (2 2)'])
})

test('--uuid applies deltas that the ledger knows, in the order in which they came', async () => {
  const { apply, file, trees: rows } = place()
  const [one, two, three] = [patch('1', 4, 5), patch('1', 5, 6), patch('2', 5, 50)]
  const refused = await apply(file('a.json', [one, two, three]))
  expect(statuses(refused.document())).toEqual(['conflict', 'conflict', 'applied'])
  await apply(file('b.json', [patch('1', 3, 4)]))
  const ran = await apply('--uuid', two.uuid, '--uuid', one.uuid)
  expect(ran.code, ran.stderr).toBe(0)
  expect(ran.document().deltas.map(({ uuid, status }) => [uuid, status])).toEqual([
    [one.uuid, 'applied'],
    [two.uuid, 'applied'],
  ])
  expect((await rows()).slice(0, 2)).toEqual(['1 oak 6 POINT (1 1)', '2 ash 50 POINT (2 2)'])
  const unknown = await apply('--uuid', '00000000-0000-4000-8000-00000000dead')
  expect([unknown.code, unknown.document().error?.code]).toEqual([1, 'deltas.notFound'])
})

test('--inverse undoes all three methods: the same features as before', async () => {
  const { apply, file, trees: rows } = place()
  expect(await rows()).toEqual(untouched)
  const path = file('a.json', [create('fir'), patch('1', 3, 4), remove('3', 'elm', 9), patch('2', 77, 6)])
  expect(statuses((await apply(path)).document())).toEqual(['applied', 'applied', 'applied', 'conflict'])
  const undone = await apply(path, '--inverse')
  expect(undone.code, undone.stderr).toBe(0)
  expect(statuses(undone.document())).toEqual(['applied', 'applied', 'applied', 'ignored'])
  expect((await rows()).sort()).toEqual(untouched)
  const twice = await apply(path, '--inverse')
  expect(statuses(twice.document())).toEqual(['ignored', 'ignored', 'ignored', 'ignored'])
  expect((await rows()).sort()).toEqual(untouched)
})

test('--role: a reporter may only create, a reader nothing', async () => {
  const { apply, file, trees: rows } = place()
  const path = file('a.json', [create('fir'), patch('1', 3, 4), remove('3', 'elm', 9)])
  const reader = await apply(path, '--role', 'reader')
  expect(statuses(reader.document())).toEqual(['unpermitted', 'unpermitted', 'unpermitted'])
  expect(await rows()).toEqual(untouched)
  const reporter = await apply(path, '--role', 'reporter')
  expect(statuses(reporter.document())).toEqual(['applied', 'unpermitted', 'unpermitted'])
  const manager = await apply(path)
  expect(statuses(manager.document())).toEqual(['ignored', 'applied', 'applied'])
})

test('the key of a feature that a device made is found again in a later file', async () => {
  const { apply, file, trees: rows } = place()
  await apply(file('a.json', [create('fir', 1, '-7')]))
  const later = patch('-7', 1, 2)
  const ran = await apply(file('b.json', [later]))
  expect(ran.document().deltas).toMatchObject([{ status: 'applied', modifiedPk: '4' }])
  expect((await rows())[3]).toBe('4 fir 2 POINT (4 4)')
})

test('without --json: a line a delta; a layer without a key answers in the server’s words', async () => {
  const { site, data, file } = place()
  const path = file('a.json', [
    patch('1', 3, 4),
    delta('nowhere', 'delete', '1', { old: {} }),
    delta(walls, 'delete', '1', { old: {} }),
  ])
  const { code, stdout, stderr } = await run(['apply-deltas', site, path, '--data', data])
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/^ {2}applied +patch +Trees/m)
  expect(stdout).toMatch(/^ {2}not_applied +delete +nowhere +No layer with id "nowhere"/m)
  expect(stdout.trimEnd().split('\n')).toHaveLength(3)
})

test('wrong usage is 2, and nothing is begun', async () => {
  const { site, file } = place()
  const path = file('a.json', [patch('1', 3, 4)])
  const data = join(scratch(), 'data')
  for (const args of [
    [],
    [site],
    [site, path, '--uuid', 'x'],
    [site, path, '--role', 'king'],
    [site, path, '--zip'],
  ]) {
    const ran = await run(['apply-deltas', ...args, '--json', '--data', data])
    expect([ran.code, (ran.document()['error'] as { code: string }).code], args.join(' ')).toEqual([
      2,
      'usage',
    ])
  }
  expect(existsSync(data)).toBe(false)
})
