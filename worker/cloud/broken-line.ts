import { AppError } from '#worker/api/errors.ts'
import { hush } from '#worker/cloud/hush.ts'
import type { Question } from '#worker/cloud/trouble.ts'

/** Why a certificate is not believed, by OpenSSL's and Node's codes; words `error.cloud.tls`. */
const tlsReasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknownIssuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknownIssuer',
  CERT_UNTRUSTED: 'unknownIssuer',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrongHost',
}

/** What a connection that could not be made, or that broke, means. */
export function brokenLine(cause: unknown, { host, secrets }: Question): AppError {
  const why = codeOf(cause)
  const detail = hush(cause instanceof Error ? `${why} ${cause.message}` : why, secrets)
  if (tlsReasons[why] !== undefined)
    return new AppError('cloud.tls', { host, why: tlsReasons[why] }, { detail })
  if (/^(EPROTO|CERT_|ERR_SSL_|ERR_TLS_)/.test(why))
    return new AppError('cloud.tls', { host, why: 'other' }, { detail })
  return new AppError('cloud.unreachable', { host, why }, { detail })
}

function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' && code !== 'ABORT_ERR' ? code : 'silence'
}
