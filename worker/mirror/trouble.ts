import { networkInterfaces } from 'node:os'
import pg from 'pg'
import { AppError } from '#worker/api/errors.ts'
import type { MirrorState, MirrorTrouble } from '#worker/api/mirror.ts'

/** Codes of Node's sockets and TLS, and of Postgres (SQLSTATE). */
const troubleByCode: Record<string, MirrorTrouble> = {
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'hostUnknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  '57014': 'timeout',
  '28P01': 'signIn',
  '28000': 'signIn',
  '3D000': 'noDatabase',
  '42501': 'privilege',
  // A standby, or a database that was set to be read only.
  '25006': 'privilege',
}

/** Classes of SQLSTATE that pass by themselves: connection, rollback, resources, operator intervention, I/O. */
const passing = /^(08|40|53|57|58)/

/** Troubles that another try does not mend: the server answered, or the address is none. */
const lasting: readonly MirrorTrouble[] = [
  'url',
  'signIn',
  'noDatabase',
  'tls',
  'certificate',
  'privilege',
  'newer',
]

/** What is wrong, of whatever a connection or a statement threw. */
export function troubleOf(thrown: unknown): MirrorTrouble {
  const first = firstOf(thrown)
  if (first instanceof AppError) return (first.data.params['trouble'] ?? 'other') as MirrorTrouble
  if (!(first instanceof Error)) return 'other'
  const code = codeOf(first)
  // No rule of pg_hba.conf lets this user in, at least not in clear.
  if (code === '28000' && /no encryption|SSL off/.test(first.message)) return 'tls'
  const known = troubleByCode[code]
  if (known !== undefined) return known
  if (/timeout/i.test(first.message)) return 'timeout'
  if (/SASL|password/i.test(first.message)) return 'signIn'
  if (
    /certificate|self.signed/i.test(first.message) ||
    /^(ERR_TLS_CERT|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO)/.test(code)
  )
    return 'certificate'
  if (/SSL|TLS/i.test(first.message) || /^ERR_(SSL|TLS)/.test(code)) return 'tls'
  return 'other'
}

/**
 * The AppError of whatever a statement threw: `mirror.refused` where somebody has to change something,
 * `mirror.unreachable` where another try may do. Null for the statement's own errors, of which its caller knows.
 */
export function toMirrorError(thrown: unknown, host: string): AppError | null {
  if (thrown instanceof AppError) return thrown
  const trouble = troubleOf(thrown)
  const params = { host, trouble }
  if (lasting.includes(trouble)) return new AppError('mirror.refused', params, { cause: thrown })
  const first = firstOf(thrown)
  if (first instanceof pg.DatabaseError && !passing.test(first.code ?? '')) return null
  return new AppError('mirror.unreachable', params, { cause: thrown })
}

/** Which of the honest states a connection is in that failed or ended with `error`. */
export function stateOf(error: AppError): Extract<MirrorState, 'offline' | 'unreachable' | 'refused'> {
  if (error.code === 'mirror.refused' || error.code === 'mirror.newer') return 'refused'
  return hasNetwork() ? 'unreachable' : 'offline'
}

/** Any interface but loopback that has an address. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal))
}

/** Node tries all addresses of a name and wraps what came of each. */
function firstOf(thrown: unknown): unknown {
  return thrown instanceof AggregateError ? thrown.errors[0] : thrown
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}
