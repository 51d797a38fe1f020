import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { profiles, qgs, talk, type Answer } from '#test/fakes/qfieldcloud/talk.ts'

function deltaFile(project: string, deltas: object[], id: string = randomUUID()): FormData {
  const form = new FormData()
  const file = { version: '1.0', id, project, files: [], deltas }
  form.set('file', new Blob([JSON.stringify(file)]), 'deltafile.json')
  return form
}

function delta(method: string, changed: object = {}): { uuid: string } {
  return {
    uuid: randomUUID(),
    clientId: '0d2a5c5e-6a8e-4b30-9d0c-6f5c8a0f1b11',
    localPk: '7',
    sourcePk: '7',
    localLayerId: 'wells_1',
    sourceLayerId: 'wells_1',
    method,
    ...(method === 'create' ? {} : { old: { attributes: { depth: 12 } } }),
    ...(method === 'delete' ? {} : { new: { attributes: { depth: 14 } } }),
    ...changed,
  } as { uuid: string }
}

test.each(profiles)('%s: pushed deltas are applied, known ones skipped, bad files a 500', async (profile) => {
  const { ask, login, cloud } = await talk({ profile })
  await login()
  const { id, collaborators } = cloud.addProject()
  const push = (...deltas: object[]): Promise<Answer> => ask(`POST deltas/${id}/`, deltaFile(id, deltas))
  expect((await push(delta('create'))).json).toMatchObject({ code: 'no_qgis_project' })
  await cloud.put(id, 'site.qgs', qgs())
  const [created, patched] = [delta('create'), delta('patch')]
  const answer = await push(created, patched)
  expect([answer.status, answer.text]).toEqual([200, ''])
  cloud.settle()
  const statuses = async (): Promise<Record<string, string>> => {
    const listed = (await ask(`GET deltas/${id}/`)).json as { id: string; status: string }[]
    return Object.fromEntries(listed.map((one) => [one.id, one.status]))
  }
  // What a job creates itself it does not find.
  expect(await statuses()).toEqual({ [created.uuid]: 'STATUS_APPLIED', [patched.uuid]: 'STATUS_NOT_APPLIED' })
  const again = delta('patch')
  await push(created, again)
  cloud.settle()
  expect((await statuses())[again.uuid]).toBe('STATUS_APPLIED')
  expect(cloud.state.deltas.get(created.uuid)?.timesApplied).toBe(1)

  cloud.judges.delta = () => 'conflict'
  const fileId = randomUUID()
  await ask(`POST deltas/${id}/`, deltaFile(id, [delta('patch')], fileId))
  cloud.settle()
  expect((await ask(`GET deltas/${id}/${fileId}/`)).json).toMatchObject([
    {
      deltafile_id: fileId,
      created_by: 'ana',
      status: 'STATUS_CONFLICT',
      last_feedback: [{ e_type: 'CONFLICT' }],
    },
  ])
  // Passes the schema, and then the job falls over it.
  const crashing = delta('patch', { old: undefined })
  await push(crashing)
  cloud.settle()
  expect((await statuses())[crashing.uuid]).toBe('STATUS_ERROR')

  const other = randomUUID()
  expect((await ask(`POST deltas/${id}/`, deltaFile(other, []))).json).toEqual({
    code: 'invalid_deltafile',
    message: `Deltafile's project id (${other}) doesn't match URL parameter project id (${id}).`,
  })
  for (const wrong of [{ clientId: undefined }, { method: 'upsert' }, { new: { colour: 1 } }])
    expect(await push(delta('patch', wrong))).toMatchObject({ status: 500, json: { code: 'unknown_error' } })
  expect(cloud.state.faultyDeltaFiles).toHaveLength(profile === '2026' ? 3 : 0)

  collaborators.set('bob', { role: 'reporter', by: 'ana', at: 0 })
  await login('bob', 'battery staple')
  const refused = delta('patch')
  await push(refused, delta('create'))
  expect((await statuses())[refused.uuid]).toBe('STATUS_UNPERMITTED')
})

test('more than a thousand pending deltas are applied more than once', async () => {
  const { ask, login, cloud } = await talk({ profile: '2026' })
  await login()
  const { id } = cloud.addProject()
  await cloud.put(id, 'site.qgs', qgs())
  await ask(
    `POST deltas/${id}/`,
    deltaFile(
      id,
      Array.from({ length: 2500 }, () => delta('create')),
    ),
  )
  cloud.settle()
  const times = [...cloud.state.deltas.values()].map(({ timesApplied }) => timesApplied)
  expect([times[0], times[1500], times[2400]]).toEqual([1, 2, 3])
})
