import { utilityProcess } from 'electron'
import type { WorkerPlace, WorkerPort } from '#electron/host/port.ts'

/** The worker as Electron's utility process: the app's own way. Only after `ready`. */
export function forkUtility(place: WorkerPlace): WorkerPort {
  const child = utilityProcess.fork(place.entry, [...place.args], {
    serviceName: 'Fieldpack worker',
    stdio: 'pipe',
    env: place.env,
  })
  return {
    get pid() {
      return child.pid
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(code)),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')))
    },
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
