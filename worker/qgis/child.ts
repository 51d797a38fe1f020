import { execa } from 'execa'
import type { Launch } from '#worker/qgis/launch.ts'
import { LineSplitter } from '#worker/qgis/lines.ts'
import { Tail } from '#worker/qgis/tail.ts'

/** How a process ended. */
export interface Exit {
  /** `SIGSEGV`, `exit code 3`, or why it could not be started. */
  cause: string
  clean: boolean
  /** It ended in the middle of a line. */
  halfLine: boolean
}

export interface Child {
  readonly pid: number | null
  send(message: unknown): void
  /** Closes its stdin: the polite end. */
  end(): void
  /** Ends it and all that it started. */
  kill(): void
  readonly exited: Promise<Exit>
  /** The last lines of its stderr. */
  tail(): string
}

export interface ChildEvents {
  onLine(line: string): void
  /** It wrote a line without end. */
  onEndless(): void
}

/** For its last words to arrive, when a process that escaped its group holds the pipes open. */
const drainMs = 2000
/** A process that even SIGKILL does not end (a dead network drive) must not hold up the queue. */
const unkillableMs = 10_000
const detailLines = 50

/** Starts a process in a group of its own, speaking lines. */
export function startChild(launch: Launch, cwd: string, events: ChildEvents): Child {
  const subprocess = execa(launch.command, launch.args, {
    cwd,
    env: launch.env,
    extendEnv: false,
    buffer: false,
    reject: false,
    encoding: 'buffer',
    killDescendants: true,
    forceKillAfterDelay: false,
  })
  const splitter = new LineSplitter()
  const tail = new Tail()
  const gone = Promise.withResolvers<void>()

  subprocess.stdout.on('data', (chunk: Buffer) => {
    try {
      for (const line of splitter.push(chunk)) events.onLine(line)
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
      subprocess.stdout.destroy()
      events.onEndless()
    }
  })
  subprocess.stderr.on('data', (chunk: Buffer) => tail.push(chunk))
  // The process may go between our check and our write; `exited` tells.
  subprocess.stdin.on('error', () => undefined)
  const { nodeChildProcess } = subprocess
  nodeChildProcess.once('exit', () => {
    // What it started outlives a crash otherwise, and may hold its pipes open.
    subprocess.kill('SIGKILL')
    setTimeout(gone.resolve, drainMs).unref()
  })

  const ended = subprocess.then((result): Omit<Exit, 'halfLine'> => ({
    cause:
      result.signal ??
      (result.exitCode === undefined ? (result.shortMessage ?? '') : `exit code ${result.exitCode}`),
    clean: result.exitCode === 0,
  }))
  const abandoned = gone.promise.then(() => ({
    cause: nodeChildProcess.signalCode ?? `exit code ${nodeChildProcess.exitCode}`,
    clean: nodeChildProcess.exitCode === 0,
  }))

  return {
    pid: subprocess.pid ?? null,
    send: (message) => void subprocess.stdin.write(`${JSON.stringify(message)}\n`),
    end: () => void subprocess.stdin.end(),
    kill: () => {
      subprocess.kill('SIGKILL')
      setTimeout(gone.resolve, unkillableMs).unref()
    },
    exited: Promise.race([ended, abandoned]).then((exit) => ({ ...exit, halfLine: splitter.pending > 0 })),
    tail: () => tail.last(detailLines),
  }
}
