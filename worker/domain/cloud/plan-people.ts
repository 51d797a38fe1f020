import type { CloudRole, PersonRow } from '#worker/api/cloud.ts'
import { projectRoleOf } from '#worker/domain/cloud/check-project.ts'
import type { ListedPerson } from '#worker/domain/cloud/read-people.ts'

/** What a project and its server look like before anything is done. */
export interface PeopleState {
  /** Of the project: a person or an organization. */
  owner: string
  collaborators: readonly { username: string; role: CloudRole }[]
  /** Names of the organization's members; null where the project is a person's. */
  members: readonly string[] | null
  /** Names of those of the list who have an account, as the server spells them. */
  users: readonly string[]
  can: { createUsers: boolean }
}

/** Words are `people.<problem>`. */
export type PersonProblem =
  'noName' | 'invalidName' | 'invalidEmail' | 'unknownRole' | 'twice' | 'isOwner' | 'noUser'

type Action = PersonRow['action']
type Later = PersonRow['also'][number]

/** Who edits can correct what was mapped before; a list that names no role means people who collect. */
const usualRole: CloudRole = 'editor'

/** The server's rule, which it does not tell when it refuses a name. */
const validName = /^[\w-]{3,150}$/

const validEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * What has to be done for each person of a list, and what keeps it from being done. Nothing is taken away from
 * anybody, and people who are not in the list stay as they are.
 */
export function planPeople(people: readonly ListedPerson[], state: PeopleState): PersonRow[] {
  const seen = new Set<string>()
  return people.map(({ row, username: typed, email, role: wish }) => {
    const username = state.users.find((name) => same(name, typed)) ?? typed
    const isTwice = seen.has(username.toLowerCase())
    seen.add(username.toLowerCase())
    const role = wish === '' ? usualRole : projectRoleOf(wish)
    const problem = isTwice && username !== '' ? 'twice' : problemOf(username, email, role, state)
    const [action = 'none', ...also] = problem === null ? actionsFor(username, role, state) : []
    return {
      row,
      username,
      email,
      role: role ?? 'reader',
      action,
      also: also as Later[],
      problem,
      done: false,
      error: null,
    }
  })
}

function problemOf(
  username: string,
  email: string,
  role: CloudRole | null,
  { owner, users, can }: PeopleState,
): PersonProblem | null {
  const isUser = users.includes(username)
  if (username === '') return 'noName'
  if (!isUser && !validName.test(username)) return 'invalidName'
  if (role === null) return 'unknownRole'
  if (same(username, owner)) return 'isOwner'
  if (isUser) return null
  if (!can.createUsers) return 'noUser'
  // A new account needs one.
  return validEmail.test(email) ? null : 'invalidEmail'
}

/** In the order in which the server wants them: it takes only members of an organization into its projects. */
function actionsFor(username: string, role: CloudRole | null, state: PeopleState): Action[] {
  const { users, members, collaborators } = state
  const now = collaborators.find((one) => same(one.username, username))
  if (now !== undefined) return now.role === role ? [] : ['changeRole']
  const isMember = members === null || members.some((name) => same(name, username))
  return [
    ...(users.includes(username) ? [] : ['createUser' as const]),
    ...(isMember ? [] : ['addMember' as const]),
    'addCollaborator',
  ]
}

/** Names that differ in case only are one person's. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
