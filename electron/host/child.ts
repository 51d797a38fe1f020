import { fork } from 'node:child_process'
import type { WorkerPlace, WorkerPort } from '#electron/host/port.ts'

/** The worker as a child of another Node (FIELDPACK_NODE): for debugging, and for an Electron that is too old. */
export function forkChild(node: string, place: WorkerPlace): WorkerPort {
  const child = fork(place.entry, place.args, {
    execPath: node,
    execArgv: [],
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let ended = false
  return {
    pid: child.pid,
    post: (message) => {
      // A child that just died has a closed channel; its exit is reported by itself.
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      const once = (code: number | null) => {
        if (ended) return
        ended = true
        listener(code)
      }
      child.once('exit', once)
      // `error` without `exit`: the executable does not exist.
      child.once('error', () => once(null))
    },
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
