import { readForm, textOf, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { administered, organizationOf } from '#test/fakes/qfieldcloud/organizations.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import type { Account, CloudState } from '#test/fakes/qfieldcloud/state.ts'

const since = '2026'
const all = 'organizations/:organization/teams/'
const one = `${all}:team/`

export const teamRoutes: Route[] = [
  {
    since,
    method: 'GET',
    pattern: all,
    answer(state, ask) {
      const organization = organizationOf(state, ask)
      return { status: 200, json: [...organization.teams.keys()].map((team) => teamJson(organization, team)) }
    },
  },
  { since, method: 'POST', pattern: all, answer: add },
  {
    since,
    method: 'GET',
    pattern: one,
    answer(state, ask) {
      const organization = organizationOf(state, ask)
      membersOf(organization, ask)
      return { status: 200, json: teamJson(organization, ask.params['team'] ?? '') }
    },
  },
  { since, method: 'PUT', pattern: one, answer: rename },
  {
    since,
    method: 'DELETE',
    pattern: one,
    answer(state, ask) {
      const organization = administered(state, ask)
      membersOf(organization, ask)
      organization.teams.delete(ask.params['team'] ?? '')
      return { status: 204 }
    },
  },
  {
    since,
    method: 'GET',
    pattern: `${one}members/`,
    answer(state, ask) {
      const members = membersOf(organizationOf(state, ask), ask)
      return { status: 200, json: [...members].map((member) => ({ member })) }
    },
  },
  { since, method: 'POST', pattern: `${one}members/`, answer: join },
  {
    since,
    method: 'DELETE',
    pattern: `${one}members/:username/`,
    answer(state, ask) {
      const members = membersOf(administered(state, ask), ask)
      if (!members.delete(ask.params['username'] ?? ''))
        throw new Refusal('object_not_found', 'Object not found')
      return { status: 204 }
    },
  },
]

async function add(state: CloudState, ask: Ask): Promise<Reply> {
  const organization = administered(state, ask)
  const team = textOf(await readForm(ask), 'team')
  if (organization.teams.has(team)) throw new Refusal('api_error')
  organization.teams.set(team, new Set())
  return { status: 201, json: teamJson(organization, team) }
}

async function rename(state: CloudState, ask: Ask): Promise<Reply> {
  const organization = administered(state, ask)
  const members = membersOf(organization, ask)
  const team = textOf(await readForm(ask), 'team')
  if (organization.teams.has(team)) throw new Refusal('api_error')
  organization.teams.delete(ask.params['team'] ?? '')
  organization.teams.set(team, members)
  return { status: 200, json: teamJson(organization, team) }
}

/** Refuses who already is in any team, of this organization or another. */
async function join(state: CloudState, ask: Ask): Promise<Reply> {
  const organization = administered(state, ask)
  const members = membersOf(organization, ask)
  const member = textOf(await readForm(ask), 'member')
  if (!organization.members.has(member)) throw new Refusal('api_error')
  for (const { teams } of state.accounts.values())
    for (const team of teams.values()) if (team.has(member)) throw new Refusal('api_error')
  members.add(member)
  return { status: 201, json: { member } }
}

function membersOf({ teams }: Account, { params }: Ask): Set<string> {
  const members = teams.get(params['team'] ?? '')
  if (members === undefined) throw new Refusal('object_not_found', 'Object not found')
  return members
}

function teamJson({ username, teams }: Account, team: string): object {
  return { team, organization: username, members: [...(teams.get(team) ?? [])] }
}
