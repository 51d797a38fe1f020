import type { MirrorTrouble } from '#worker/api/mirror.ts'
import type { Finding } from '#worker/api/projects.ts'
import { addressOf } from '#worker/domain/project/addresses-to-try.ts'
import { finding, type FindingCode } from '#worker/domain/project/finding-codes.ts'
import type { Known, KnownLayer } from '#worker/domain/project/findings/known.ts'
import { addressesOf } from '#worker/domain/project/pg-service.ts'
import { addressKey, isLocalhost, type Reach } from '#worker/domain/project/reach.ts'

const codes: Record<Reach, FindingCode> = {
  unknownName: 'hostUnknown',
  noRoute: 'hostNoRoute',
  refused: 'hostRefused',
  timeout: 'hostTimeout',
  reachable: 'hostReachable',
}

/** What signing in says beyond an open port; other troubles may be ours alone, and are not claimed. */
const logins: Partial<Record<'ok' | MirrorTrouble, FindingCode>> = {
  ok: 'loginWorks',
  signIn: 'loginRefused',
  noDatabase: 'databaseUnknown',
}

/**
 * Why a layer that reads from a server does not open, as far as a try from this computer says; empty for a layer that
 * names no server. QFieldCloud names a service or a host only when a ping reaches it, which is the wrong way round.
 */
export function findConnection(layer: KnownLayer, known: Known): Finding[] {
  const { id: layerId, name, service, host, isValid } = layer
  if (service === null && host === null) return []
  const own = addressOf(layer)
  const settings = host === null ? known.services?.get(service ?? '') : undefined
  const [address] = own === null ? addressesOf(settings ?? {}) : [own]
  const by = host === null ? 'service' : 'host'
  const params = {
    layer: name,
    by,
    name: (by === 'host' ? host : service) ?? '',
    host: address === undefined ? (host ?? '') : addressKey(address),
  }
  const told = (code: FindingCode) => [finding(code, params, { layerId })]
  if (isLocalhost(address?.host ?? host ?? settings?.['host'] ?? '')) return told('localhost')
  if (isValid) return []
  if (by === 'service' && settings === undefined) return told('serviceUnknown')
  const reach = address === undefined ? undefined : known.reach.get(addressKey(address))
  if (reach === undefined) return told('hostNotTried')
  const login = reach === 'reachable' && by === 'service' ? known.logins?.get(service ?? '') : undefined
  return told((login === undefined ? undefined : logins[login]) ?? codes[reach])
}
