import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A network between us and a server, with everything that goes wrong in networks. */
export interface Proxy {
  port: number
  /** Bytes that went to the server (up) and came from it (down) so far. */
  bytes: { up: number; down: number }
  /** Ends all connections at once; new ones are refused until `heal`. */
  cut(): void
  /** Connections stay open, new ones too, and nothing gets through: what is left of a Wi-Fi after the last house. */
  blackHole(): void
  /** Bytes a second, both ways together. */
  slow(bytesPerSecond: number): void
  /** Cuts once, when that many more bytes have gone to the server. */
  cutAfter(bytesUp: number): void
  /** As new: what a black hole swallowed is lost with its connections. */
  heal(): void
  stop(): Promise<void>
}

/** Listens on a free port of loopback and passes everything on to `targetPort` there. */
export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const bytes = { up: 0, down: 0 }
  let mode: 'open' | 'closed' | 'hole' = 'open'
  let rate = Infinity
  let cutAt = Infinity
  let freeAt = 0

  const server = createServer((client) => {
    keep(client)
    if (mode === 'closed') client.resetAndDestroy()
    if (mode !== 'open') return
    const upstream = connect(targetPort, '127.0.0.1')
    keep(upstream)
    pass(client, upstream, 'up')
    pass(upstream, client, 'down')
  })

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }

  function pass(from: Socket, to: Socket, way: 'up' | 'down'): void {
    from.on('data', (chunk: Buffer) => {
      if (mode !== 'open') return
      bytes[way] += chunk.length
      if (way === 'up' && bytes.up >= cutAt) {
        from.pause()
        to.write(chunk.subarray(0, chunk.length - (bytes.up - cutAt)), endAll)
        cutAt = Infinity
        return
      }
      if (rate === Infinity) {
        if (!to.write(chunk)) hold(from, to)
        return
      }
      from.pause()
      freeAt = Math.max(freeAt, performance.now()) + (chunk.length / rate) * 1000
      setTimeout(() => {
        if (mode === 'open') to.write(chunk)
        from.resume()
      }, freeAt - performance.now())
    })
    // A black hole does not tell that the other side has gone.
    from.on('close', (broken) => {
      if (mode === 'hole') return
      if (broken) to.resetAndDestroy()
      else to.end()
    })
  }

  function hold(from: Socket, to: Socket): void {
    from.pause()
    to.once('drain', () => from.resume())
  }

  function endAll(): void {
    for (const socket of sockets) socket.resetAndDestroy()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    bytes,
    cut() {
      mode = 'closed'
      endAll()
    },
    blackHole() {
      mode = 'hole'
    },
    slow(bytesPerSecond) {
      rate = bytesPerSecond
    },
    cutAfter(bytesUp) {
      cutAt = bytes.up + bytesUp
    },
    heal() {
      if (mode === 'hole') endAll()
      mode = 'open'
      rate = Infinity
      cutAt = Infinity
    },
    async stop() {
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}
