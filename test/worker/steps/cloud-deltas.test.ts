import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { exportCloudDeltas, listCloudDeltas } from '#worker/steps/cloud-deltas.ts'
import { pushDeltaFile } from '#worker/steps/push-deltas.ts'
import { projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { change, fileOf, pushing } from '#test/worker/steps/pushing.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

test.each(['2024', '2026'] as const)(
  'a server of %s gives all of its deltas, oldest first',
  async (profile) => {
    const { ports, run, server } = await pushing(profile)
    const deltas = Array.from({ length: 1300 }, (_, n) => change('patch', String(n)))
    await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
    const before = server.requests.length
    const listed = await listCloudDeltas(projectId, ports.client)
    expect(listed.map(({ shown }) => shown.uuid)).toEqual(deltas.map(({ uuid }) => uuid))
    expect(listed[0]).toMatchObject({ content: deltas[0], shown: { createdBy: 'ana', status: 'applied' } })
    expect(server.requests.length - before).toBeLessThanOrEqual(2)
  },
)

test('a delta file of what was chosen, in their order and with every digit', async () => {
  const { ports, run, server } = await pushing('2026')
  const deltas = ['1', '2', '3'].map((pk) => change('patch', pk))
  await pushDeltaFile({ ...run, ...fileOf(deltas) }, ports)
  const long = server.state.deltas.get(deltas[2]!.uuid)!.content
  long['new'] = { attributes: { code: JSON.rawJSON('9223372036854775807') } }
  const out = join(temporaryFolder(), 'out.json')
  const uuids = [deltas[2]!.uuid, deltas[0]!.uuid]
  const hands = { client: ports.client, uuid: randomUUID }
  expect(await exportCloudDeltas({ projectId, uuids, out }, hands)).toEqual({ file: out, count: 2 })
  const text = await readFile(out, 'utf8')
  const file = parseDeltaFile(text, 'out.json')
  expect(file.project).toBe(projectId)
  expect(file.deltas.map(({ uuid }) => uuid)).toEqual([deltas[0]!.uuid, deltas[2]!.uuid])
  expect(text).toContain('"code":9223372036854775807')
  const unknown = exportCloudDeltas({ projectId, uuids: [randomUUID()], out }, hands)
  expect((await refusalOf(unknown)).code).toBe('deltas.notFound')
  const nowhere = exportCloudDeltas({ projectId, uuids, out: '/no/such/folder/out.json' }, hands)
  expect((await refusalOf(nowhere)).code).toMatch(/^output\./)
})
