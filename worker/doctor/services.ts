import type { Finding } from '#worker/api/doctor.ts'
import type { MirrorTest } from '#worker/api/mirror.ts'

/** Field-TM's database, where one is set. Work goes on without it. */
export async function checkPostgres(probe: Promise<MirrorTest> | null): Promise<Finding> {
  const finding = { id: 'postgres' as const, optional: true, mends: [] }
  if (probe === null) return { ...finding, state: 'off', params: {} }
  const found = await probe
  const { host, database } = found
  if (!found.reachable)
    return { ...finding, state: 'missing', params: { host, database, reason: found.trouble } }
  const params = { host, database, version: found.version }
  if (!found.encrypted && !isLoopback(host))
    return { ...finding, state: 'warning', params: { ...params, reason: 'clear' } }
  if (!found.hasJobsTable) return { ...finding, state: 'warning', params: { ...params, reason: 'noTable' } }
  return { ...finding, state: 'ok', params }
}

/** Signing in is not part of this version yet. */
export function checkQfieldCloud(): Finding {
  return { id: 'qfieldcloud', state: 'off', optional: true, params: {}, mends: [] }
}

/** What goes to this computer itself cannot be overheard. */
function isLoopback(host: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i.test(host)
}
