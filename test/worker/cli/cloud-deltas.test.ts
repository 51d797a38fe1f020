import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { CloudDelta, PushReceipt } from '#worker/api/cloud.ts'
import type { Delta } from '#worker/api/deltas.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { projectId, qgsFile } from '#test/worker/cloud/opened.ts'
import { signedIn } from '#test/worker/cli/cloud-terminal.ts'
import { scratch } from '#test/worker/cli/run.ts'
import { change, fileOf } from '#test/worker/steps/pushing.ts'

// Each case starts the command line several times.
vi.setConfig({ testTimeout: 180_000 })

const profiles: Profile[] = ['2024', '2026']
const wells = ['--project', 'wells']

/** Somebody signed in to a server that has the project `wells`, and a place for delta files. */
async function atWells(profile: Profile) {
  const at = await signedIn(profile)
  at.server.addProject({ id: projectId, name: 'wells' })
  await at.server.put(projectId, 'site.qgs', qgsFile)
  const folder = scratch()
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const pushes = () =>
    at.server.requests.filter(
      ({ method, path }) => method === 'POST' && path.includes(`/deltas/${projectId}`),
    )
  return { ...at, folder, file, pushes }
}

const deltasOf = (count: number): Delta[] =>
  Array.from({ length: count }, (_, index) => change('patch', String(index + 1)))

describe.each(profiles)('a QFieldCloud of %s', (profile) => {
  test('changes are pushed, listed, written to a file and re-applied', async () => {
    const at = await atWells(profile)
    const deltas = deltasOf(3)
    const [first, second, third] = deltas.map(({ uuid }) => uuid)
    at.server.judges.delta = ({ id }) => (id === second ? 'conflict' : null)
    const pushed = await at.told('push', ...wells, at.file('good.json', fileOf(deltas).text))
    expect(pushed).toMatchObject({
      code: 0,
      document: [
        { uuid: first, of: null, status: 'applied' },
        { uuid: second, of: null, status: 'conflict' },
        { uuid: third, of: null, status: 'applied' },
      ],
    })
    const listed = await at.cloud('deltas', ...wells, '--status', 'conflict', '--status', 'error')
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^\\S+  ${second}  conflict .*\n$`),
    })
    const out = join(at.folder, 'out.json')
    const written = await at.told('deltas', ...wells, '--status', 'applied', '--out', out)
    expect(written).toMatchObject({ code: 0, document: { file: out, count: 2 } })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      project: projectId,
      deltas: [{ uuid: first }, { uuid: third }],
    })
    const before = at.pushes().length
    const dry = await at.told('reapply', ...wells, second ?? '', '--and-newer', '--dry-run')
    const { deltas: planned, receipts } = dry.document as { deltas: CloudDelta[]; receipts: PushReceipt[] }
    expect([dry.code, planned.map(({ uuid }) => uuid), receipts]).toEqual([0, [second, third], []])
    expect(at.pushes()).toHaveLength(before)
    at.server.judges.delta = () => null
    const again = await at.told('reapply', ...wells, second ?? '')
    expect(again).toMatchObject({ code: 0, document: { receipts: [{ of: second, status: 'applied' }] } })
  })

  test('who reports may not have changes applied on newer servers', async () => {
    const at = await atWells(profile)
    const project = at.server.state.projects.get(projectId)
    project?.collaborators.set('bob', { role: 'reporter', by: 'ana', at: 0 })
    expect(await at.told('apply', ...wells)).toMatchObject({ code: 0, document: { asked: true } })
    await at.signIn(at.server.url, 'bob', 'battery staple')
    const bob = `bob@${new URL(at.server.url).host}`
    const { code, error } = await at.told('apply', ...wells, '--account', bob)
    expect([code, error?.code]).toEqual(profile === '2026' ? [1, 'cloud.forbidden'] : [0, undefined])
  })
})

test('501 changes go in two steps, each with its receipt', async () => {
  const at = await atWells('2026')
  const deltas = deltasOf(501)
  const { code, document } = await at.told('push', ...wells, at.file('many.json', fileOf(deltas).text))
  const receipts = document as PushReceipt[]
  expect(code).toBe(0)
  expect(receipts.map(({ uuid }) => uuid)).toEqual(deltas.map(({ uuid }) => uuid))
  expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['applied']))
  expect(at.pushes()).toHaveLength(2)
  expect([...at.server.state.deltas.values()].every(({ timesApplied }) => timesApplied === 1)).toBe(true)
})

test('what is no delta file of the project is told, and not sent', async () => {
  const at = await atWells('2024')
  const other = fileOf(deltasOf(1), '11111111-1111-4111-8111-111111111111').text
  const wrong = [
    [at.file('rubbish.json', 'rubbish'), 'deltas.notJson'],
    [at.file('list.json', '{"deltas": [{}]}'), 'deltas.notSchema'],
    [at.file('other.json', other), 'deltas.otherProject'],
    [join(at.folder, 'gone.json'), 'input.missing'],
  ] as const
  for (const [file, expected] of wrong) {
    const { code, error } = await at.told('push', ...wells, file)
    expect([code, error?.code], file).toEqual([1, expected])
  }
  // For a person too: words, and no places in the code.
  const plain = await at.cloud('push', ...wells, join(at.folder, 'gone.json'))
  expect(plain).toMatchObject({ code: 1, stdout: '' })
  expect(plain.stderr).toContain('gone.json')
  expect(plain.stderr).not.toMatch(/\n +at /)
  const none = await at.told('deltas', ...wells, '--out', join(at.folder, 'none.json'))
  expect([none.code, none.error?.code]).toEqual([1, 'deltas.none'])
  expect(existsSync(join(at.folder, 'none.json'))).toBe(false)
  const unknown = await at.told('reapply', ...wells, projectId)
  expect([unknown.code, unknown.error?.code]).toEqual([1, 'deltas.notFound'])
  expect(at.pushes()).toEqual([])
})
