import type { CloudAccount } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/** What every command about a server takes. */
export const accountOption = { account: { type: 'string' } } as const

/**
 * The account that is meant: by its id or as `user@host`, else the only one.
 *
 * @throws AppError usage, cloud.signedOut
 */
export async function accountOf({ call }: CliWorker, named: string | undefined): Promise<CloudAccount> {
  const all = await call('cloud.accounts', {})
  const fitting = named === undefined ? all : all.filter((one) => one.id === named || nameOf(one) === named)
  const [account, ...others] = fitting
  if (all.length === 0) throw new AppError('cloud.signedOut')
  if (account === undefined || others.length > 0)
    throw new AppError('usage', { why: `--account is one of ${all.map(nameOf).join(', ')}` })
  return account
}

/** `ana@app.qfield.cloud` */
export function nameOf({ username, server }: CloudAccount): string {
  return `${username}@${new URL(server).host}`
}
