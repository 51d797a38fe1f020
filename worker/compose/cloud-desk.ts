import { AppError } from '#worker/api/errors.ts'
import type { CloudAccount } from '#worker/api/cloud.ts'
import type { SecretBook } from '#worker/compose/secret-book.ts'
import { safeAddress } from '#worker/cloud/account.ts'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import type { Wire } from '#worker/cloud/wire.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { CloudStore } from '#worker/store/cloud.ts'

/** Accounts of QFieldCloud on this computer, and the way to their servers. */
export interface CloudDesk {
  accounts(): CloudAccount[]
  /** @throws AppError cloud.* */
  signIn(who: { server: string; username: string; password: string }): Promise<CloudAccount>
  /** Forgets it here; the server is not told, which would sign out the user's phones. */
  forget(accountId: string): void
  /** @throws AppError cloud.signedOut, cloud.expired */
  client(accountId: string, signal?: AbortSignal): CloudClient
}

export interface CloudDeskParts {
  store: CloudStore['accounts']
  secrets: SecretBook
  wire: () => Promise<Wire>
  stopping: AbortSignal
}

const unknown: CloudAccount['can'] = {
  teams: false,
  createUsers: false,
  quota: false,
  resumeDownloads: false,
}

export function createCloudDesk({ store, secrets, wire, stopping }: CloudDeskParts): CloudDesk {
  const tokenOf = (id: string): string | undefined => secrets.now().cloud[id]
  // Certificates are read once a request begins: a server that nobody asks needs none.
  const lazyWire: Wire = async (request) => (await wire())(request)

  /** Without its token an account is signed out, whatever it was. */
  function standing(account: CloudAccount): CloudAccount {
    return account.state === 'signedIn' && tokenOf(account.id) === undefined
      ? { ...account, state: 'signedOut' }
      : account
  }

  return {
    accounts: () => store.list().map(standing),
    async signIn({ server, username, password }) {
      const made = await signIn(server, username, password, { signal: stopping, wire: lazyWire })
      const client = openCloud({ server, ...made, signal: stopping, wire: lazyWire })
      const [organizations, can] = await Promise.all([
        client.organizations().catch(() => []),
        client.capabilities().catch(() => unknown),
      ])
      const account = store.put({
        server: safeAddress(server).replace(/\/api\/v1\/$/, ''),
        username: made.username,
        state: 'signedIn',
        expiresAt: made.expiresAt,
        organizations,
        can,
      })
      secrets.keep('cloud', account.id, made.token)
      return account
    },
    forget(accountId) {
      secrets.keep('cloud', accountId, null)
      store.forget(accountId)
    },
    client(accountId, signal = stopping) {
      const account = store.find(accountId)
      if (account === null) throw new AppError('cloud.signedOut')
      const token = tokenOf(accountId)
      const { host } = new URL(account.server)
      if (token === undefined) throw new AppError('cloud.expired', { host })
      const ends = signal === stopping ? signal : AbortSignal.any([signal, stopping])
      const client = openCloud({
        server: account.server,
        username: account.username,
        token,
        signal: ends,
        wire: lazyWire,
      })
      return watched(client, (code) => {
        if (code === 'cloud.expired') store.setState(accountId, 'expired')
      })
    },
  }
}

/** The same client, of which `onError` hears every failure. */
function watched(client: CloudClient, onError: (code: string) => void): CloudClient {
  return new Proxy(client, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return async (...given: unknown[]) => {
        try {
          return (await Reflect.apply(value, target, given)) as unknown
        } catch (thrown) {
          if (thrown instanceof AppError) onError(thrown.code)
          throw thrown
        }
      }
    },
  })
}
