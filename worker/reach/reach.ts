import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Reach } from '#worker/domain/project/reach.ts'

/** Milliseconds for name and connection together: a slow satellite line needs two. */
const patience = 5000
/** Addresses of one name that are tried. */
const mostAddresses = 8

const byCode: Readonly<Record<string, Reach>> = {
  ENOTFOUND: 'unknownName',
  EAI_AGAIN: 'unknownName',
  EAI_NODATA: 'unknownName',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timeout',
}

/** What says the most about a name with several addresses comes first. */
const telling: readonly Reach[] = ['reachable', 'refused', 'timeout', 'noRoute', 'unknownName']

/**
 * Looks a host's name up and opens a TCP connection to it, which is closed at once: nothing is sent. All addresses of
 * the name are tried at the same time.
 *
 * @throws the signal's reason once it fires
 */
export async function reach({
  host,
  port,
  signal,
  timeoutMs = patience,
}: {
  host: string
  port: number
  signal: AbortSignal
  timeoutMs?: number
}): Promise<Reach> {
  signal.throwIfAborted()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const found = await Promise.race([addressesOf(host), cutOff(limit)])
  signal.throwIfAborted()
  if (typeof found === 'string') return found
  const tried = await Promise.all(found.map((address) => tryOne(address, port, limit)))
  signal.throwIfAborted()
  return telling.find((each) => tried.includes(each)) ?? 'unknownName'
}

async function addressesOf(host: string): Promise<string[] | Reach> {
  try {
    const found = await lookup(host.replace(/^\[|\]$/g, ''), { all: true })
    return found.slice(0, mostAddresses).map(({ address }) => address)
  } catch (cause) {
    return reachOf(cause)
  }
}

async function tryOne(address: string, port: number, limit: AbortSignal): Promise<Reach> {
  if (limit.aborted) return 'timeout'
  const { promise, resolve } = Promise.withResolvers<Reach>()
  const socket = connect({ host: address, port })
  socket.once('connect', () => resolve('reachable'))
  socket.once('error', (cause) => resolve(reachOf(cause)))
  try {
    return await Promise.race([promise, cutOff(limit)])
  } finally {
    socket.destroy()
  }
}

function cutOff(limit: AbortSignal): Promise<'timeout'> {
  return new Promise((resolve) => {
    limit.addEventListener('abort', () => resolve('timeout'), { once: true })
  })
}

/** Whatever else a socket says (EHOSTUNREACH, ENETUNREACH, EPERM of a firewall …) means that no way leads there. */
function reachOf(cause: unknown): Reach {
  return byCode[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'noRoute'
}
