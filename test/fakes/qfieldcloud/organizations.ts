import { accountOf, denied } from '#test/fakes/qfieldcloud/access.ts'
import { paginated, readForm, textOf, truthOf, type Ask, type Form } from '#test/fakes/qfieldcloud/ask.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import type { Account, CloudState } from '#test/fakes/qfieldcloud/state.ts'

const one = 'members/:organization/:username/'

export const organizationRoutes: Route[] = [
  {
    method: 'GET',
    pattern: 'members/:organization/',
    answer(state, ask) {
      const organization = organizationOf(state, ask)
      return paginated(
        ask,
        [...organization.members.keys()].map((name) => memberJson(organization, name)),
      )
    },
  },
  { method: 'POST', pattern: 'members/:organization/', answer: add },
  {
    method: 'GET',
    pattern: one,
    answer(state, ask) {
      const organization = organizationOf(state, ask)
      return { status: 200, json: memberJson(organization, memberOf(organization, ask)) }
    },
  },
  { method: 'PATCH', pattern: one, answer: change },
  { method: 'PUT', pattern: one, answer: change },
  {
    method: 'DELETE',
    pattern: one,
    answer(state, ask) {
      const organization = administered(state, ask)
      organization.members.delete(memberOf(organization, ask))
      return { status: 204 }
    },
  },
]

export function organizationOf(state: CloudState, { params }: Ask): Account {
  const organization = accountOf(state, params['organization'])
  if (organization.type !== 2) throw new Refusal('object_not_found', 'Object not found')
  return organization
}

/** For its owner and its admins. */
export function administered(state: CloudState, ask: Ask): Account {
  const organization = organizationOf(state, ask)
  const { username } = ask.user
  if (organization.owner !== username && organization.members.get(username)?.role !== 'admin') throw denied()
  return organization
}

async function add(state: CloudState, ask: Ask): Promise<Reply> {
  const organization = administered(state, ask)
  const form = await readForm(ask)
  const name = textOf(form, 'member')
  const role = roleOf(state, form, 'member')
  if (state.accounts.get(name)?.type !== 1) throw new Refusal('api_error')
  if (organization.members.has(name) || organization.owner === name)
    throw new Refusal('validation_error', 'Validation error')
  if (organization.members.size >= organization.plan.maxMembers)
    throw new Refusal('organization_has_max_number_of_members', 'The organization has no seat left')
  organization.members.set(name, { role, isPublic: truthOf(form['is_public']) })
  return { status: 201, json: memberJson(organization, name) }
}

async function change(state: CloudState, ask: Ask): Promise<Reply> {
  const organization = administered(state, ask)
  const name = memberOf(organization, ask)
  const form = await readForm(ask)
  const had = organization.members.get(name)
  if (had !== undefined) had.role = roleOf(state, form, had.role)
  if (had !== undefined && form['is_public'] !== undefined) had.isPublic = truthOf(form['is_public'])
  return { status: 200, json: memberJson(organization, name) }
}

/** `creator` came after 2024. */
function roleOf({ profile }: CloudState, form: Form, fallback: string): string {
  const role = form['role'] ?? fallback
  const known = profile === '2024' ? ['admin', 'member'] : ['admin', 'member', 'creator']
  if (typeof role !== 'string' || !known.includes(role)) throw new Refusal('api_error')
  return role
}

function memberOf({ members }: Account, { params }: Ask): string {
  const name = params['username'] ?? ''
  if (!members.has(name)) throw new Refusal('object_not_found', 'Object not found')
  return name
}

function memberJson({ username, members }: Account, name: string): object {
  const { role, isPublic } = members.get(name) ?? {}
  return { member: name, role, organization: username, is_public: isPublic }
}
