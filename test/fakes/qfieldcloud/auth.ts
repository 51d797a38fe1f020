import { randomBytes } from 'node:crypto'
import { readForm, textOf, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { iso, type Account, type CloudState } from '#test/fakes/qfieldcloud/state.ts'

const tokenLife = 720 * 3_600_000
const lockout = { failures: 5, ms: 30 * 60_000 }

/** Types of which a new login expires the older tokens. */
const singleToken = new Set(['QFIELD', 'QFIELDSYNC', 'UNKNOWN'])

/** The kind of a client by its User-Agent. */
export function clientType(agent: string): string {
  if (agent.startsWith('qfield|')) return 'QFIELD'
  if (agent.startsWith('sdk|')) return 'SDK'
  if (agent.startsWith('cli|')) return 'CLI'
  if (/ QGIS\/[34]\d{4}$/.test(agent)) return 'QFIELDSYNC'
  return agent.startsWith('Mozilla') ? 'BROWSER' : 'UNKNOWN'
}

/** Whose token the header has. */
export function authenticate({ tokens, accounts, now }: CloudState, header: string | undefined): Account {
  const given = /^token +(\S+)$/i.exec(header ?? '')?.[1]
  if (given === undefined)
    throw new Refusal('not_authenticated', 'Authentication credentials were not provided.')
  const token = tokens.get(given)
  if (token === undefined) throw new Refusal('token_authentication_failed', 'Invalid token.')
  if (token.expiresAt <= now()) throw new Refusal('token_authentication_failed', 'Token has expired.')
  const account = accounts.get(token.username)
  if (account === undefined) throw new Refusal('token_authentication_failed', 'Invalid token.')
  return account
}

export const authRoutes: Route[] = [
  { method: 'POST', pattern: 'auth/login/', open: true, answer: login },
  { method: 'POST', pattern: 'auth/token/', open: true, answer: login },
  { method: 'GET', pattern: 'auth/user/', answer: (_, { user }) => ({ status: 200, json: profileOf(user) }) },
  { method: 'POST', pattern: 'auth/logout/', answer: logout },
  { method: 'GET', pattern: 'auth/logout/', answer: logout },
  {
    method: 'GET',
    pattern: 'auth/providers/',
    since: '2026',
    open: true,
    answer: () => ({ status: 200, json: [] }),
  },
]

async function login(state: CloudState, ask: Ask): Promise<Reply> {
  const form = await readForm(ask)
  const name = textOf(form, form['username'] === undefined ? 'email' : 'username')
  const password = textOf(form, 'password')
  const key = state.profile === '2024' ? name : `${name} ${ask.request.socket.remoteAddress}`
  const failed = state.failures.get(key)
  const count = failed !== undefined && state.now() - failed.at < lockout.ms ? failed.count : 0
  if (count >= lockout.failures) throw lockedOut()
  const account = [...state.accounts.values()].find(
    ({ username, email, type }) => type === 1 && (username === name || email === name),
  )
  if (account === undefined || account.password !== password) {
    state.failures.set(key, { count: count + 1, at: state.now() })
    if (count + 1 >= lockout.failures) throw lockedOut()
    throw new Refusal('authentication_failed', 'Incorrect authentication credentials.')
  }
  state.failures.delete(key)
  if (singleToken.has(ask.client))
    for (const other of state.tokens.values())
      if (other.username === account.username && other.client === ask.client) other.expiresAt = state.now()
  const token = randomBytes(50).toString('hex')
  const expiresAt = state.now() + tokenLife
  state.tokens.set(token, { username: account.username, client: ask.client, expiresAt })
  return { status: 200, json: { token, expires_at: iso(expiresAt), ...profileOf(account) } }
}

/** Ends the person's sessions everywhere, phones included. */
function logout({ tokens, now }: CloudState, { user }: Ask): Reply {
  for (const token of tokens.values()) if (token.username === user.username) token.expiresAt = now()
  return { status: 200, json: { detail: 'Successfully logged out.' } }
}

function lockedOut(): Refusal {
  return new Refusal('too_many_failed_login_attempts', 'Too many failed login attempts!')
}

/** What people see of themselves. */
export function profileOf({ username, type, email, firstName, lastName }: Account): object {
  return {
    username,
    type,
    email,
    avatar_url: null,
    first_name: firstName,
    last_name: lastName,
    full_name: `${firstName} ${lastName}`.trim(),
  }
}
