import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { signedIn } from '#test/worker/cli/cloud-terminal.ts'
import { scratch } from '#test/worker/cli/run.ts'

// Each case starts the command line several times.
vi.setConfig({ testTimeout: 180_000 })

const profiles: Profile[] = ['2024', '2026']
const wells = ['--project', 'wells']

function listOf(...lines: string[]): string {
  const file = join(scratch(), 'people.csv')
  writeFileSync(file, ['username,email,role', ...lines].join('\n'))
  return file
}

describe.each(profiles)('a QFieldCloud of %s', (profile) => {
  test('a list of people is looked at first, then carried out, and one is taken off again', async () => {
    const at = await signedIn(profile)
    const { collaborators } = at.server.addProject({ name: 'wells' })
    const file = listOf('bob,,reporter', 'cleo,,')
    const planned = await at.told('people', ...wells, '--csv', file)
    expect(planned).toMatchObject({
      code: 0,
      document: [
        { username: 'bob', role: 'reporter', action: 'addCollaborator', done: false, message: '' },
        { username: 'cleo', role: 'editor', action: 'addCollaborator', done: false },
      ],
    })
    expect(collaborators.size).toBe(0)
    const applied = await at.cloud('people', ...wells, '--csv', file, '--apply')
    expect(applied).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^done +bob .*\ndone +cleo .*\n$/),
    })
    expect([...collaborators].map(([name, { role }]) => [name, role])).toEqual([
      ['bob', 'reporter'],
      ['cleo', 'editor'],
    ])
    const removed = await at.told('people', ...wells, '--remove', 'bob')
    expect(removed).toMatchObject({ code: 0, document: [{ username: 'cleo', role: 'editor' }] })
    expect([...collaborators.keys()]).toEqual(['cleo'])
    const twice = await at.told('people', ...wells, '--remove', 'bob')
    expect([twice.code, twice.error?.code]).toEqual([1, 'cloud.notFound'])
  })
})

test('a row that nothing can be done for is told by name, and the others are done', async () => {
  const at = await signedIn('2026')
  const { collaborators } = at.server.addProject({ name: 'wells' })
  const ran = await at.told(
    'people',
    ...wells,
    '--csv',
    listOf('nobody,,editor', 'bob,,king', 'cleo,,editor'),
    '--apply',
  )
  expect(ran).toMatchObject({
    code: 1,
    document: [
      { username: 'nobody', problem: 'noUser', message: expect.stringMatching(/\w \w/) },
      { username: 'bob', problem: 'unknownRole', message: expect.stringMatching(/\w \w/) },
      { username: 'cleo', done: true },
    ],
  })
  expect([...collaborators.keys()]).toEqual(['cleo'])
  const missing = await at.told('people', ...wells, '--csv', join(scratch(), 'none.csv'))
  expect([missing.code, missing.error?.code]).toEqual([1, 'input.missing'])
})

test('a new user needs a sheet for the password, and without one nobody is made', async () => {
  const at = await signedIn('2026', { user: 'sam', password: 'staff only' })
  at.server.addProject({ name: 'wells', owner: 'sam' })
  const file = listOf('zoe,zoe@example.org,editor')
  const { code, error } = await at.told('people', ...wells, '--csv', file, '--apply')
  expect([code, error?.code]).toEqual([1, 'cloud.sheetNeeded'])
  expect(at.server.state.accounts.has('zoe')).toBe(false)
})
