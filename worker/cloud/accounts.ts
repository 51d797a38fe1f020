import type { CloudAccount } from '#worker/cloud/account.ts'

/** Accounts by the job that uses them, in memory only: who has a password tells it, and a restart forgets it. */
export interface CloudAccounts {
  tell(jobId: string, account: CloudAccount): void
  /** What was told for the job, else the account that this worker has for all; null when there is none. */
  of(jobId: string): CloudAccount | null
  forget(jobId: string): void
}

/** @param fallback for jobs that nobody told an account for */
export function createAccounts(fallback: CloudAccount | null): CloudAccounts {
  const told = new Map<string, CloudAccount>()
  return {
    tell: (jobId, account) => void told.set(jobId, account),
    of: (jobId) => told.get(jobId) ?? fallback,
    forget: (jobId) => void told.delete(jobId),
  }
}
