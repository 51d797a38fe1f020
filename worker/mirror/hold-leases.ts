import type { Lease, MirrorLedger } from '#worker/mirror/ledger.ts'
import { extend, handBack } from '#worker/mirror/lease.ts'
import type { Sql } from '#worker/mirror/sql.ts'

/** Seconds of the server's clock after which another computer may take a job over. */
export const leaseSeconds = 60

/**
 * Extends every lease that we hold at that server.
 *
 * @throws AppError mirror.unreachable
 */
export async function holdLeases(
  sql: Sql,
  leases: readonly Pick<Lease, 'jobId' | 'token'>[],
  onLost: (lease: Pick<Lease, 'jobId' | 'token'>) => void,
): Promise<void> {
  for (const lease of leases) if (!(await extend(sql, lease, leaseSeconds))) onLost(lease)
}

/**
 * Gives the jobs back that we hold and have not begun or not ended: another computer may have them at once, and not
 * only when the leases run out.
 */
export async function handBackAll(sql: Sql, ledger: MirrorLedger, server: string): Promise<void> {
  for (const lease of ledger.taken.held(server)) {
    if (ledger.job(lease.jobId).state === 'finished') continue
    await handBack(sql, lease)
    ledger.taken.end(lease.jobId, lease.token, 'lost')
    ledger.withdraw(lease.jobId, 'mirror.handedBack')
  }
}
