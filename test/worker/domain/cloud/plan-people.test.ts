import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PersonRow } from '#worker/api/cloud.ts'
import { planPeople, type PeopleState } from '#worker/domain/cloud/plan-people.ts'

const state: PeopleState = {
  owner: 'ana',
  collaborators: [{ username: 'bob', role: 'editor' }],
  members: null,
  users: ['ana', 'bob', 'Cleo'],
  can: { createUsers: true },
}

function person(username: string, role = '', email = '') {
  return { row: 2, username, role, email }
}

const plan = (listed: ReturnType<typeof person>, given: Partial<PeopleState> = {}) =>
  planPeople([listed], { ...state, ...given })[0]!

test.each([
  ['as it is', person('bob', 'editor'), { action: 'none', also: [], problem: null }],
  ['another role', person('bob', ' Reporter '), { action: 'changeRole', also: [], role: 'reporter' }],
  [
    'a user, in the server’s spelling',
    person('cleo'),
    { action: 'addCollaborator', username: 'Cleo', role: 'editor' },
  ],
  ['nobody yet', person('dee', 'admin', 'dee@x.org'), { action: 'createUser', also: ['addCollaborator'] }],
  ['no email for a new account', person('dee'), { action: 'none', problem: 'invalidEmail' }],
  ['no name', person('', 'editor'), { action: 'none', problem: 'noName' }],
  ['a name with a space', person('dee smith'), { action: 'none', problem: 'invalidName' }],
  ['a short name', person('de'), { problem: 'invalidName' }],
  ['a name of another script', person('सृजना'), { problem: 'invalidName' }],
  ['a role that is none', person('bob', 'boss'), { action: 'none', problem: 'unknownRole' }],
  ['the owner', person('Ana', 'admin'), { action: 'none', problem: 'isOwner' }],
  ['an email that is none', person('dee', '', 'dee at x'), { problem: 'invalidEmail' }],
])('%s', (_, listed, expected) => {
  expect(plan(listed)).toMatchObject(expected)
})

test('where no users can be created, strangers are told', () => {
  expect(plan(person('dee'), { can: { createUsers: false } })).toMatchObject({
    action: 'none',
    problem: 'noUser',
  })
  expect(plan(person('cleo'), { can: { createUsers: false } })).toMatchObject({ action: 'addCollaborator' })
})

test('an organization’s project takes its members only', () => {
  const members = ['bob']
  const organization = { owner: 'valley', members, collaborators: [] }
  expect(plan(person('bob'), organization)).toMatchObject({ action: 'addCollaborator', also: [] })
  expect(plan(person('cleo'), organization)).toMatchObject({ action: 'addMember', also: ['addCollaborator'] })
  expect(plan(person('dee', '', 'dee@x.org'), organization)).toMatchObject({
    action: 'createUser',
    also: ['addMember', 'addCollaborator'],
  })
})

test('of two rows about one person the first counts', () => {
  const rows = planPeople([person('cleo', 'editor'), person('CLEO', 'admin')], state)
  expect(rows.map(({ problem }) => problem)).toEqual([null, 'twice'])
})

test('each person has a row that the contract takes, and nobody has a problem and something to be done', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('bob', 'cleo', 'dee', 'admin', 'reader', ''))
  const listed = fc.array(fc.record({ row: fc.nat(), username: text, email: text, role: text }))
  fc.assert(
    fc.property(listed, fc.boolean(), (people, createUsers) => {
      const rows = planPeople(people, { ...state, can: { createUsers } })
      expect(rows).toHaveLength(people.length)
      for (const row of rows) {
        expect(PersonRow.safeParse(row).success).toBe(true)
        expect(row.problem !== null && row.action !== 'none').toBe(false)
      }
    }),
  )
})
