import type { CloudAccount, CloudLink, CloudTarget } from '#worker/api/cloud.ts'

/** A project on a server, with the account that may see it. */
export interface CloudPlace {
  account: CloudAccount
  accountId: string
  projectId: string
  server: string
  owner: string
  name: string
}

/** The account of a link; when it was forgotten here, another one of the same server. */
export function accountOf(link: CloudLink, accounts: CloudAccount[]): CloudAccount | null {
  return (
    accounts.find(({ id }) => id === link.accountId) ??
    accounts.find(({ server }) => server === link.server) ??
    null
  )
}

export function placeOf(link: CloudLink, account: CloudAccount): CloudPlace {
  const { projectId, server, owner, name } = link
  return { account, accountId: account.id, projectId, server, owner, name }
}

/** How a plan knows a target again: what was compared with one is not true of another. */
export function keyOfTarget(accountId: string, target: CloudTarget): string {
  return JSON.stringify([accountId, target])
}
