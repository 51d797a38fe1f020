import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Display {
  /** What DISPLAY has to be. */
  name: string
  close: () => Promise<void>
}

/** The screen of this session, or an Xvfb of our own on a display that is free. */
export async function openDisplay(): Promise<Display> {
  const own = process.env['DISPLAY'] ?? ''
  if (process.platform !== 'linux' || own !== '') return { name: own, close: async () => undefined }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const pipe = server.stdio[3]
  if (pipe === null || pipe === undefined) throw new Error('Xvfb has no pipe for its display number')
  const [chunk] = (await Promise.race([
    once(pipe, 'data'),
    once(server, 'error').then(([error]) => Promise.reject(error as Error)),
    once(server, 'exit').then(() => Promise.reject(new Error('Xvfb ended before it had a display'))),
  ])) as [Buffer]
  return {
    name: `:${chunk.toString('utf8').trim()}`,
    close: async () => {
      const gone = once(server, 'exit')
      server.kill()
      await gone
    },
  }
}
