/**
 * What a try to reach a server from this computer gave: its name leads nowhere here, no way leads there, it answered
 * and has nothing on that port, nobody answered in time, or a connection came about. None of them says what
 * QFieldCloud or a tablet would meet.
 */
export type Reach = 'unknownName' | 'noRoute' | 'refused' | 'timeout' | 'reachable'

export interface Address {
  host: string
  port: number
}

/** Key of an address in a map of {@link Reach}. */
export function addressKey({ host, port }: Address): string {
  return `${host}:${port}`
}

/** Whether a host is whatever computer asks. */
export function isLocalhost(host: string): boolean {
  return /^(?:localhost(?:\.localdomain)?|.+\.localhost|127(?:\.\d{1,3}){1,3}|::1|0\.0\.0\.0|\/.*)$/iu.test(
    host.replace(/^\[|\]$/gu, ''),
  )
}
