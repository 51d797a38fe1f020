import type { Finding } from '#worker/api/doctor.ts'
import type { PostgresProbe } from '#worker/mirror/probe.ts'

/** Field-TM's database, where one is set. Work goes on without it. */
export async function checkPostgres(probe: Promise<PostgresProbe> | null): Promise<Finding> {
  const finding = { id: 'postgres' as const, optional: true, mends: [] }
  if (probe === null) return { ...finding, state: 'off', params: {} }
  const found = await probe
  const { host, database } = found
  if (!found.reachable)
    return { ...finding, state: 'missing', params: { host, database, reason: found.reason } }
  return {
    ...finding,
    state: found.hasJobsTable ? 'ok' : 'warning',
    params: { host, database, version: found.version, reason: 'noTable' },
  }
}

/** Signing in is not part of this version yet. */
export function checkQfieldCloud(): Finding {
  return { id: 'qfieldcloud', state: 'off', optional: true, params: {}, mends: [] }
}
