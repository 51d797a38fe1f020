import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { reach } from '#worker/reach/reach.ts'

const { signal } = new AbortController()

async function listen(host: string): Promise<{ port: number; server: Server; connections: () => number }> {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.on('error', () => undefined)
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, server, connections: () => connections }
}

test('whoever listens is reachable, by address and by name', async () => {
  const { port } = await listen('127.0.0.1')
  expect(await reach({ host: '127.0.0.1', port, signal })).toBe('reachable')
  expect(await reach({ host: 'localhost', port, signal })).toBe('reachable')
})

test('a port that nobody listens on refuses', async () => {
  const { port, server } = await listen('127.0.0.1')
  server.close()
  await once(server, 'close')
  expect(await reach({ host: '127.0.0.1', port, signal })).toBe('refused')
})

test('a name that leads nowhere is unknown', async () => {
  expect(await reach({ host: 'nowhere.invalid', port: 5432, signal })).toBe('unknownName')
})

test('an address that no connection can lead to is told as that', async () => {
  expect(await reach({ host: '255.255.255.255', port: 5432, signal })).toBe('noRoute')
})

test('a server whose queue is full answers nobody in time', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux drops connections that a full queue has no room for')
  const script =
    's=__import__("socket").socket();s.bind(("127.0.0.1",0));s.listen(0);print(s.getsockname()[1],flush=True);input()'
  const server = spawn('python3', ['-c', script])
  onTestFinished(() => void server.kill())
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  // It accepts nobody: the first of these fill its queue.
  for (let count = 0; count < 3; count += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    await Promise.race([once(socket, 'connect'), pause(200)])
  }
  expect(await reach({ host: '127.0.0.1', port, signal, timeoutMs: 300 })).toBe('timeout')
})

test('nothing is left open', async () => {
  const { port, server, connections } = await listen('127.0.0.1')
  await reach({ host: '127.0.0.1', port, signal })
  await expect.poll(() => connections()).toBe(1)
  await expect
    .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
    .toBe(0)
})

test('who cancels is told so, not that the server does not answer', async () => {
  const cancel = new AbortController()
  cancel.abort(new Error('enough'))
  await expect(reach({ host: '127.0.0.1', port: 9, signal: cancel.signal })).rejects.toThrow('enough')
})
