import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { safeAddress } from '#worker/cloud/account.ts'
import { formBody } from '#worker/cloud/body.ts'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { askJson, usualPatience, type Cloudy } from '#worker/cloud/request.ts'
import type { Wire } from '#worker/cloud/wire.ts'

const Login = z.object({
  token: z.string().min(1),
  username: z.string().nullish(),
  expires_at: z.string().nullish(),
})

export interface SignedIn {
  /** A secret. */
  token: string
  /** ISO, by the server's clock; null where it does not say. Only the server knows whether a token still works. */
  expiresAt: string | null
  /** As the server writes it, also when an email address was typed. */
  username: string
}

/**
 * Signs in by password, which is forgotten with the answer. There is no signing out: it would end the user's
 * sessions on all phones.
 *
 * @param server as people write it: with or without `https://` and `/api/v1`
 * @throws AppError cloud.badAddress, cloud.plainHttp, cloud.wrongPassword, cloud.locked, cloud.tls, cloud.portal,
 *   cloud.unreachable and the other `cloud.*`; when the signal fires, its reason
 */
export async function signIn(
  server: string,
  username: string,
  password: string,
  { signal = new AbortController().signal, wire = nodeWire() }: { signal?: AbortSignal; wire?: Wire } = {},
): Promise<SignedIn> {
  const cloud: Cloudy = {
    address: safeAddress(server),
    token: null,
    secrets: [password],
    signal,
    wire,
    ...usualPatience,
  }
  return logIn(cloud, username, password)
}

export async function logIn(cloud: Cloudy, username: string, password: string): Promise<SignedIn> {
  const { value } = await askJson(
    cloud,
    { method: 'POST', path: 'auth/token', body: formBody(new URLSearchParams({ username, password })) },
    Login,
  ).catch(rejected)
  return { token: value.token, expiresAt: value.expires_at ?? null, username: value.username ?? username }
}

/** A wrong user or password is an error of the form's on some servers. */
function rejected(thrown: unknown): never {
  if (thrown instanceof AppError && thrown.code === 'cloud.failed' && thrown.data.params['status'] === 400)
    throw new AppError('cloud.wrongPassword', thrown.data.params, { detail: thrown.data.detail ?? '' })
  throw thrown
}
