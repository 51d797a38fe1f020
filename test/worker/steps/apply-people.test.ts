import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newPassword } from '#worker/domain/cloud/new-password.ts'
import { applyPeople, planPeopleOf } from '#worker/steps/apply-people.ts'
import { opened, refusalOf } from '#test/worker/cloud/opened.ts'

const staff = { user: 'sam', password: 'staff only' }

function person(username: string, role = 'editor', email = '') {
  return { row: 2, username, role, email }
}

/** Somebody who owns a project of their own there, or of the organization. */
async function managing(
  profile: '2024' | '2026',
  who: { user: string; password: string } | undefined,
  owner?: string,
) {
  const { server, cloud } = await opened(profile, { pauses: [], ...who })
  const project = server.addProject({ name: 'team', owner: owner ?? cloud.username })
  const { signal } = new AbortController()
  return {
    server,
    cloud,
    project,
    plan: (...people: ReturnType<typeof person>[]) => planPeopleOf(project.id, people, cloud),
    apply: (rows: Awaited<ReturnType<typeof planPeopleOf>>) =>
      applyPeople(project.id, rows, { client: cloud, password: async () => newPassword(randomInt), signal }),
  }
}

const rolesIn = ({ collaborators }: { collaborators: Map<string, { role: string }> }) =>
  Object.fromEntries([...collaborators].map(([name, { role }]) => [name, role]))

describe.each(['2024', '2026'] as const)('a server of %s', (profile) => {
  test('gets who is missing, and another role for who is there', async () => {
    const { project, plan, apply } = await managing(profile, undefined)
    project.collaborators.set('bob', { role: 'reader', by: 'ana', at: 0 })
    const rows = await plan(person('bob', 'editor'), person('cleo', 'reporter'), person('nobody'))
    expect(rows.map(({ action }) => action)).toEqual(['changeRole', 'addCollaborator', 'none'])
    expect(rolesIn(project)).toEqual({ bob: 'reader' })
    const done = await apply(rows)
    expect(done.rows.map((row) => row.done)).toEqual([true, true, false])
    expect(done.passwords.size).toBe(0)
    expect(rolesIn(project)).toEqual({ bob: 'editor', cleo: 'reporter' })
    expect((await plan(person('bob'), person('cleo', 'reporter'))).map(({ action }) => action)).toEqual([
      'none',
      'none',
    ])
  })

  test('an organization gets new members first', async () => {
    const { server, project, plan, apply } = await managing(profile, undefined, 'valley')
    const rows = await plan(person('bob'), person('cleo'))
    expect(rows.map(({ action, also }) => [action, ...also])).toEqual([
      ['addCollaborator'],
      ['addMember', 'addCollaborator'],
    ])
    expect((await apply(rows)).rows.every((row) => row.done)).toBe(true)
    expect(rolesIn(project)).toEqual({ bob: 'editor', cleo: 'editor' })
    expect([...server.state.accounts.get('valley')!.members.keys()]).toEqual(['bob', 'cleo'])
  })

  test('one that is refused does not keep the others', async () => {
    const { server, project, plan, apply } = await managing(profile, undefined)
    const rows = await plan(person('bob'), person('cleo'))
    server.trouble({ error: { status: 403, code: 'permission_denied' } }, { on: /POST .*collaborators/ })
    const { rows: done } = await apply(rows)
    expect(done).toMatchObject([
      { done: false, error: { code: 'cloud.forbidden' } },
      { done: true, error: null },
    ])
    expect(rolesIn(project)).toEqual({ cleo: 'editor' })
    expect((await apply(done)).rows.every((row) => row.done && row.error === null)).toBe(true)
  })

  test('when the line breaks the rest waits, and goes on from there', async () => {
    const { server, project, plan, apply } = await managing(profile, undefined)
    const rows = await plan(person('bob'), person('cleo'))
    server.trouble({ reset: true }, { on: /POST .*collaborators/ })
    const broken = await apply(rows)
    expect(broken.rows).toMatchObject([
      { done: false, error: { code: 'cloud.unreachable' } },
      { done: false, error: null },
    ])
    expect((await apply(broken.rows)).rows.every((row) => row.done)).toBe(true)
    expect(rolesIn(project)).toEqual({ bob: 'editor', cleo: 'editor' })
  })
})

test('staff make users, whose passwords work and are told once', async () => {
  const { server, project, plan, apply } = await managing('2026', staff)
  const rows = await plan(person('dee', 'reporter', 'dee@x.org'), person('emil', 'editor', 'emil@x.org'))
  expect(rows.map(({ action, also }) => [action, ...also])).toEqual([
    ['createUser', 'addCollaborator'],
    ['createUser', 'addCollaborator'],
  ])
  const done = await apply(rows)
  expect(done.rows.map(({ error }) => error)).toEqual([null, null])
  expect([...done.passwords.keys()]).toEqual(['dee', 'emil'])
  expect(server.state.accounts.get('dee')?.password).toBe(done.passwords.get('dee'))
  expect(JSON.stringify(done.rows)).not.toContain(done.passwords.get('dee'))
  expect(rolesIn(project)).toEqual({ dee: 'reporter', emil: 'editor' })
  expect((await apply(rows)).passwords.size).toBe(0)
})

test('what staff may no more is told by person, and the password is in no error', async () => {
  const { server, plan, apply } = await managing('2026', staff)
  const rows = await plan(person('dee', 'editor', 'dee@x.org'))
  server.state.accounts.get('sam')!.staff = false
  const { rows: done, passwords } = await apply(rows)
  expect(done).toMatchObject([{ done: false, error: { code: 'cloud.forbidden' } }])
  expect(passwords.size).toBe(0)
  expect(server.state.accounts.has('dee')).toBe(false)
  expect(JSON.stringify(done)).not.toMatch(/(?:[a-z2-9]{4}-){3}/)
})

test('when it is stopped, passwords that were made are told all the same', async () => {
  const { server, cloud, project, plan } = await managing('2026', staff)
  const rows = await plan(person('dee', 'editor', 'dee@x.org'), person('emil', 'editor', 'emil@x.org'))
  const stop = new AbortController()
  const applied = await applyPeople(project.id, rows, {
    client: cloud,
    password: async () => newPassword(randomInt),
    signal: stop.signal,
    onRow: () => stop.abort(),
  })
  expect(applied.rows.map(({ done }) => done)).toEqual([true, false])
  expect([...applied.passwords.keys()]).toEqual(['dee'])
  expect(server.state.accounts.has('emil')).toBe(false)
})

test.each([
  ['2024', staff],
  ['2026', undefined],
] as const)('a server of %s makes no users for %j', async (profile, who) => {
  const { plan } = await managing(profile, who)
  expect(await plan(person('dee'))).toMatchObject([{ action: 'none', problem: 'noUser' }])
})

test('an organization without a seat left', async () => {
  const { server, plan, apply } = await managing('2026', undefined, 'valley')
  server.state.accounts.get('valley')!.plan.maxMembers = 1
  const { rows } = await apply(await plan(person('cleo')))
  expect(rows).toMatchObject([{ done: false, error: { code: 'cloud.planTooSmall' } }])
})

test('who may not see the people is told at once', async () => {
  const { server, cloud } = await opened('2026')
  const other = server.addProject({ name: 'theirs', owner: 'bob' })
  const refusal = await refusalOf(planPeopleOf(other.id, [person('cleo')], cloud))
  expect(refusal.code).toMatch(/^cloud\.(forbidden|notFound)$/)
})
