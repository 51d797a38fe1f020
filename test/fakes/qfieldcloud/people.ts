import { accountOf, denied } from '#test/fakes/qfieldcloud/access.ts'
import { paginated, readForm, textOf, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { profileOf } from '#test/fakes/qfieldcloud/auth.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { newAccount, type Account, type CloudState } from '#test/fakes/qfieldcloud/state.ts'

export const peopleRoutes: Route[] = [
  { method: 'GET', pattern: 'users/', answer: search },
  { method: 'POST', pattern: 'users/', since: '2026', answer: create },
  {
    method: 'GET',
    pattern: 'users/:username/',
    answer: (state, { user, params }) => ({
      status: 200,
      json: shown(user, accountOf(state, params['username'])),
    }),
  },
  { method: 'PATCH', pattern: 'users/:username/', answer: change },
  {
    method: 'GET',
    pattern: 'users/:username/organizations/',
    answer(state, { user, params }) {
      if (user.username !== params['username']) throw denied()
      const mine = [...state.accounts.values()].filter(
        ({ owner, members }) => owner === user.username || members.has(user.username),
      )
      return { status: 200, json: mine.map((account) => shown(user, account)) }
    },
  },
]

function search(state: CloudState, ask: Ask): Reply {
  const { query } = ask
  const wanted = query.get('q')?.toLowerCase() ?? ''
  const project = state.projects.get(query.get('project') ?? '')
  const organization = state.accounts.get(query.get('organization') ?? '')
  const inside = ({ username }: Account): boolean =>
    (project === undefined || username === project.owner || project.collaborators.has(username)) &&
    (organization === undefined || username === organization.owner || organization.members.has(username))
  const found = [...state.accounts.values()].filter(
    (account) =>
      account.username.toLowerCase().includes(wanted) &&
      (account.type !== 2 || query.get('exclude_organizations') !== '1') &&
      ((project === undefined && organization === undefined) ||
        inside(account) !== (query.get('invert') === '1')),
  )
  return paginated(
    ask,
    found.map((account) => shown(ask.user, account)),
  )
}

/** Staff only. */
async function create(state: CloudState, ask: Ask): Promise<Reply> {
  if (!ask.user.staff) throw denied()
  const form = await readForm(ask)
  const username = textOf(form, 'username')
  const [password, email] = [textOf(form, 'password'), textOf(form, 'email')]
  if (!/^[a-zA-Z0-9-_]{3,150}$/.test(username) || state.accounts.has(username)) throw new Refusal('api_error')
  const [firstName = '', lastName = ''] = [form['first_name'], form['last_name']].map((name) =>
    typeof name === 'string' ? name : '',
  )
  const made = newAccount(state.accounts.size + 1, { username, password, email, firstName, lastName })
  state.accounts.set(username, made)
  return { status: 201, json: profileOf(made) }
}

async function change(state: CloudState, ask: Ask): Promise<Reply> {
  const account = accountOf(state, ask.params['username'])
  if (account !== ask.user) throw denied()
  const form = await readForm(ask)
  for (const [field, key] of [
    ['first_name', 'firstName'],
    ['last_name', 'lastName'],
    ['email', 'email'],
  ] as const) {
    const value = form[field]
    if (typeof value === 'string') account[key] = value
  }
  return { status: 200, json: profileOf(account) }
}

/** What one may know of another: an organization's profile names its owner, nobody's has an address. */
function shown(user: Account, account: Account): object {
  if (user === account) return profileOf(account)
  const { username, type, firstName, lastName, owner } = account
  const fullName = `${firstName} ${lastName}`.trim()
  return {
    username,
    type,
    avatar_url: null,
    full_name: fullName,
    ...(type === 2 ? { organization_owner: owner, members: account.members.size } : {}),
  }
}
