import type { PersonRow } from '#worker/api/cloud.ts'
import { AppError, toErrorData, type ErrorCode } from '#worker/api/errors.ts'
import { planPeople } from '#worker/domain/cloud/plan-people.ts'
import type { ListedPerson } from '#worker/domain/cloud/read-people.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

type PeopleClient = Pick<
  CloudClient,
  | 'username'
  | 'project'
  | 'organizations'
  | 'collaborators'
  | 'setCollaborator'
  | 'members'
  | 'addMember'
  | 'findUsers'
  | 'createUser'
  | 'capabilities'
>

/** Users looked for at a time. */
const lookers = 4

/**
 * What a list of people would change in a project; nothing is changed.
 *
 * @throws AppError cloud.*
 */
export async function planPeopleOf(
  projectId: string,
  people: readonly ListedPerson[],
  client: PeopleClient,
): Promise<PersonRow[]> {
  const { owner } = await client.project(projectId)
  const collaborators = await client.collaborators(projectId)
  const organization = await organizationOf(owner, client)
  const members = organization === null ? null : (await client.members(owner)).map(({ username }) => username)
  const known = [...collaborators.map(({ username }) => username), ...(members ?? []), owner]
  const names = [...new Set(people.map(({ username }) => username))]
  const strangers = names.filter((name) => name !== '' && !known.some((one) => same(one, name)))
  const found = await findAll(strangers, client)
  const { createUsers } = await client.capabilities()
  return planPeople(people, {
    owner,
    collaborators,
    members,
    users: [...known, ...found],
    can: { createUsers },
  })
}

/** Only their members see organizations. */
async function organizationOf(owner: string, client: PeopleClient): Promise<string | null> {
  if (owner === client.username) return null
  return (await client.organizations()).find((name) => name === owner) ?? null
}

async function findAll(names: readonly string[], client: PeopleClient): Promise<string[]> {
  const waiting = [...names]
  const found: string[] = []
  async function look(): Promise<void> {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const wanted = name
      found.push(...(await client.findUsers(wanted)).filter((user) => same(user, wanted)))
    }
  }
  await Promise.all(Array.from({ length: lookers }, look))
  return found
}

export interface ApplyPeoplePorts {
  client: PeopleClient
  /** A fresh password for each call, which is safe on this computer once it is answered. */
  password: (username: string) => Promise<string>
  signal: AbortSignal
  /** After each row. */
  onRow?: (row: PersonRow) => void
}

export interface AppliedPeople {
  rows: PersonRow[]
  /** Of the users that were created, by name: for the sheet. */
  passwords: Map<string, string>
}

/** After these no further row would fare better. */
const ending = new Set<ErrorCode>([
  'cloud.expired',
  'cloud.unreachable',
  'cloud.portal',
  'cloud.tls',
  'cloud.busy',
  'cloud.notFound',
])

/**
 * Carries a plan out, person by person, each told apart. Rows that are done or have a problem are passed over, and
 * so is what was done since the plan was made: given its own answer again it goes on where it stopped.
 *
 * @throws AppError cloud.* when nothing could be begun
 */
export async function applyPeople(
  projectId: string,
  rows: readonly PersonRow[],
  ports: ApplyPeoplePorts,
): Promise<AppliedPeople> {
  const { client, signal, onRow } = ports
  const { owner } = await client.project(projectId)
  const roles = new Map((await client.collaborators(projectId)).map((one) => [one.username, one.role]))
  const needsMembers = rows.some(({ action, also }) => action === 'addMember' || also.includes('addMember'))
  const members = needsMembers ? (await client.members(owner)).map(({ username }) => username) : []
  const passwords = new Map<string, string>()
  const done: PersonRow[] = []
  let isOver = false

  async function act(action: PersonRow['action'], { username, email, role }: PersonRow): Promise<void> {
    if (action === 'createUser') await create(username, email)
    if (action === 'addMember' && !members.includes(username))
      await client.addMember(owner, username, 'member')
    if (action !== 'addCollaborator' && action !== 'changeRole') return
    const now = roles.get(username)
    if (now !== role) await client.setCollaborator(projectId, username, role, now === undefined)
  }

  async function create(username: string, email: string): Promise<void> {
    // Kept before the server hears of it: nobody could ask for it afterwards.
    const password = await ports.password(username)
    try {
      await client.createUser({ username, password, email })
      passwords.set(username, password)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      // An earlier try, or somebody else, was faster.
      if (thrown.code === 'cloud.exists') return
      // The line broke: the user may be there, with this password.
      const isThere =
        thrown.code === 'cloud.unreachable' && (await client.findUsers(username)).includes(username)
      if (!isThere) throw thrown
      passwords.set(username, password)
    }
  }

  for (const row of rows) {
    // Passwords that were made are not to be lost: it ends, and does not throw.
    isOver ||= signal.aborted
    if (isOver || row.done || row.problem !== null || row.action === 'none') {
      done.push(row)
      continue
    }
    const outcome = await settle(row, act)
    isOver = outcome.error !== null && ending.has(outcome.error.code)
    done.push(outcome)
    onRow?.(outcome)
  }
  return { rows: done, passwords }
}

async function settle(
  row: PersonRow,
  act: (action: PersonRow['action'], row: PersonRow) => Promise<void>,
): Promise<PersonRow> {
  try {
    for (const action of [row.action, ...row.also]) await act(action, row)
    return { ...row, done: true, error: null }
  } catch (thrown) {
    return { ...row, error: toErrorData(thrown) }
  }
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
