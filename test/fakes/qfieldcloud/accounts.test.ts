import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { profiles, talk, type Answer } from '#test/fakes/qfieldcloud/talk.ts'

test.each(profiles)(
  '%s: signs in, keeps five tries, and expires tokens by the kind of client',
  async (profile) => {
    const { ask, login, cloud } = await talk({ profile })
    expect(await ask('GET auth/user/')).toMatchObject({ status: 401, json: { code: 'not_authenticated' } })
    expect(await login('ana', 'wrong')).toMatchObject({
      status: 401,
      json: { code: 'authentication_failed' },
    })
    const first = await login()
    expect(first.json).toMatchObject({ username: 'ana', type: 1, token: expect.stringMatching(/^.{100}$/) })
    const { token, expires_at: expires } = first.json as { token: string; expires_at: string }
    expect(Date.parse(expires) - Date.now()).toBeGreaterThan(719 * 3_600_000)
    const of = { Authorization: `Token ${token}` }
    await login()
    expect((await ask('GET auth/user/', null, of)).status).toBe(200)

    const phone = (await login('ana', 'correct horse', 'qfield|3.4')).json as { token: string }
    await login('ana', 'correct horse', 'qfield|3.4')
    expect(await ask('GET auth/user/', null, { Authorization: `Token ${phone.token}` })).toMatchObject({
      status: 401,
      json: { code: 'token_authentication_failed' },
    })
    expect((await ask('GET auth/user/', null, of)).status).toBe(200)
    await ask('POST auth/logout/')
    expect((await ask('GET auth/user/', null, of)).status).toBe(401)

    for (let tries = 0; tries < 5; tries += 1) await login('bob', 'wrong')
    expect(await login('bob', 'battery staple')).toMatchObject({
      status: 401,
      json: { code: 'too_many_failed_login_attempts' },
    })
    cloud.skew(31 * 60_000)
    expect((await login('bob', 'battery staple')).status).toBe(200)
    cloud.skew(721 * 3_600_000)
    expect((await ask('GET auth/user/')).json).toMatchObject({ code: 'token_authentication_failed' })
  },
)

test.each(profiles)(
  '%s: an address without its slash is somewhere else, and unknown ones are pages',
  async (profile) => {
    const { ask, login } = await talk({ profile })
    await login()
    const moved = await ask('POST projects?x=1', { name: 'tree_survey' })
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/api/v1/projects/?x=1'])
    expect(await ask('GET nothing/')).toMatchObject({ status: 404, json: null })
    expect((await ask('GET server/info/')).status).toBe(profile === '2024' ? 404 : 200)
    expect((await ask('GET subscriptions/ana/current/')).status).toBe(profile === '2024' ? 404 : 200)
    expect((await ask('GET organizations/valley/teams/')).status).toBe(profile === '2024' ? 404 : 200)
    expect((await ask('POST users/', {})).status).toBe(profile === '2024' ? 405 : 403)
    const { json } = await ask('GET status/')
    expect(json).toHaveProperty(profile === '2024' ? 'geodb' : 'database')
  },
)

test.each(profiles)('%s: projects are checked without a word of why', async (profile) => {
  const { ask, login } = await talk({ profile })
  await login()
  const made = await ask('POST projects/', { name: 'tree_survey' })
  expect(made).toMatchObject({
    status: 201,
    json: { name: 'tree_survey', owner: 'ana', private: true, status: 'failed', user_role: 'admin' },
  })
  const { id } = made.json as { id: string }
  expect('overwrite_conflicts' in made.json).toBe(profile === '2026')
  expect((await ask('POST projects/', { name: 'no spaces' })).json).toEqual({
    code: 'api_error',
    message: 'API Error',
  })
  expect((await ask('POST projects/', { name: 'tree_survey' })).json).toMatchObject({
    code: 'project_already_exists',
  })
  expect(await ask(`PATCH projects/${id}/`, { is_public: false, description: '' })).toMatchObject({
    status: 200,
  })
  expect(await ask(`GET projects/${randomUUID()}/`)).toMatchObject({
    status: profile === '2024' ? 400 : 404,
    json: { code: 'object_not_found' },
  })
  await login('bob', 'battery staple')
  expect((await ask(`GET projects/${id}/`)).json).toMatchObject({ code: 'permission_denied' })
})

test.each(profiles)('%s: lists come in pages only when they are asked to', async (profile) => {
  const { ask, login, cloud } = await talk({ profile })
  await login()
  for (let at = 0; at < 60; at += 1) cloud.addProject({ name: `p${at}` })
  const all = await ask('GET projects/')
  expect([(all.json as unknown[]).length, all.headers.get('x-total-count')]).toEqual([60, null])
  expect((await ask('GET projects/?offset=5')).json).toHaveLength(50)
  const page = await ask('GET projects/?limit=20&offset=20')
  expect(page.json).toHaveLength(20)
  expect(page.headers.get('x-total-count')).toBe('60')
  expect(page.headers.get('x-next-page')).toContain('offset=40')
  expect(page.headers.get('x-previous-page')).toContain('offset=0')
})

test.each(profiles)('%s: people, where they may be, and no word of why not', async (profile) => {
  const { ask, login, cloud } = await talk({ profile })
  await login()
  const { id } = cloud.addProject({ owner: 'valley' })
  const invite = (collaborator: string, role = 'reporter'): Promise<Answer> =>
    ask(`POST collaborators/${id}/`, { collaborator, role })
  expect(await invite('bob')).toMatchObject({ status: 201, json: { collaborator: 'bob', project_id: id } })
  expect((await invite('cleo')).json).toMatchObject({ code: 'validation_error' })
  expect((await invite('bob', 'boss')).json).toMatchObject({ code: 'api_error' })
  expect((await ask('POST members/valley/', { member: 'cleo', role: 'member' })).status).toBe(201)
  const role = await ask('PATCH members/valley/cleo/', { role: 'creator' })
  expect(role.status).toBe(profile === '2024' ? 400 : 200)
  expect((await invite('cleo')).status).toBe(201)
  expect((await ask('GET users/?q=cle')).json).toMatchObject([{ username: 'cleo' }])
  for (const name of ['d1', 'd2', 'd3', 'd4']) {
    cloud.addUser({ username: name })
    await ask('POST members/valley/', { member: name, role: 'member' })
  }
  expect((await ask('GET members/valley/')).json).toHaveLength(5)
  expect(await ask('POST members/valley/', { member: 'd4', role: 'member' })).toMatchObject({
    status: 403,
    json: { code: 'organization_has_max_number_of_members' },
  })
})

test('staff makes users, and a team takes nobody who is in another', async () => {
  const { ask, login } = await talk({ profile: '2026' })
  await login('sam', 'staff only')
  const user = { username: 'dora', password: 'a new one', email: 'dora@example.org' }
  expect((await ask('POST users/', user)).status).toBe(201)
  expect((await ask('POST users/', user)).status).toBe(400)
  await login()
  for (const team of ['north', 'south']) await ask('POST organizations/valley/teams/', { team })
  expect((await ask('POST organizations/valley/teams/north/members/', { member: 'bob' })).status).toBe(201)
  expect((await ask('POST organizations/valley/teams/south/members/', { member: 'bob' })).status).toBe(400)
})
