import type { CloudAccount, CloudLink } from '#worker/api/cloud.ts'

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
