import { v7 as uuid } from 'uuid'
import { CloudAccount } from '#worker/api/cloud.ts'
import type { Store } from '#worker/store/connection.ts'

interface Row {
  id: string
  server: string
  username: string
  state: CloudAccount['state']
  expires_at: string | null
  organizations: string
  can: string
}

/** Sign-ins to QFieldCloud, without their tokens. */
export function createCloudAccounts(store: Store, now: () => number) {
  /** First made first. */
  function list(): CloudAccount[] {
    return (store.all('SELECT * FROM cloud_accounts ORDER BY created_at, id') as Row[]).map(toAccount)
  }

  function find(id: string): CloudAccount | null {
    const row = store.get('SELECT * FROM cloud_accounts WHERE id = @id', { id }) as Row | undefined
    return row === undefined ? null : toAccount(row)
  }

  /** Somebody signed in: the same person on the same server stays the same account. */
  function put(account: Omit<CloudAccount, 'id'>): CloudAccount {
    const row = store.get(
      `INSERT INTO cloud_accounts (id, server, username, state, expires_at, organizations, can, created_at)
       VALUES (@id, @server, @username, @state, @expiresAt, @organizations, @can, @at)
       ON CONFLICT (server, username) DO UPDATE SET state = @state, expires_at = @expiresAt,
         organizations = @organizations, can = @can
       RETURNING *`,
      {
        id: uuid(),
        server: account.server,
        username: account.username,
        state: account.state,
        expiresAt: account.expiresAt,
        organizations: JSON.stringify(account.organizations),
        can: JSON.stringify(account.can),
        at: now(),
      },
    )
    return toAccount(row as Row)
  }

  function setState(id: string, state: CloudAccount['state']): void {
    store.run('UPDATE cloud_accounts SET state = @state WHERE id = @id', { id, state })
  }

  /** Links of folders stay: whoever signs in again finds them. */
  function forget(id: string): void {
    store.run('DELETE FROM cloud_accounts WHERE id = @id', { id })
  }

  return { list, find, put, setState, forget }
}

function toAccount(row: Row): CloudAccount {
  const { id, server, username, state, expires_at: expiresAt } = row
  return CloudAccount.parse({
    id,
    server,
    username,
    state,
    expiresAt,
    organizations: JSON.parse(row.organizations),
    can: JSON.parse(row.can),
  })
}
