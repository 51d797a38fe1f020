import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Job } from '#worker/api/jobs.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Call, Output } from '#worker/api/calls.ts'
import type { WorkerMessage } from '#worker/api/messages.ts'
import type { Trip } from '#test/faults/tripwire.ts'
import { until } from '#test/faults/until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The app's own worker with the real QGIS, as a process that can be killed. */
export interface WorkerProcess {
  call: Call
  /** As each job was told last. */
  jobs: Map<string, Job>
  /** Resolves once the job is in one of the states; rejects when the process ends before. */
  reach(id: string, ...states: Job['state'][]): Promise<Job>
  /** The process id of its QGIS session, while there is one. */
  qgis(): number | null
  /** Lets its clock jump by so many milliseconds. */
  shiftClock(ms: number): void
  /** Lets it tell its acts on the disk, and end at one of them. */
  trip(wire: Omit<Trip, 'kind'>): void
  /** Resolves when the process has ended. */
  gone: Promise<unknown>
  /** As a power cut ends it: no handler runs. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** @param password of the Postgres that the settings name */
export async function startWorker(dataDir: string, password: string): Promise<WorkerProcess> {
  const child = fork(
    join(root, 'worker/main.ts'),
    ['--data', dataDir, '--resources', join(root, 'resources')],
    {
      execArgv: ['clock', 'tripwire'].flatMap((name) => ['--import', join(root, `test/faults/${name}.ts`)]),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  )
  const leave = (): boolean => child.kill('SIGKILL')
  process.once('exit', leave)
  onTestFinished(() => void leave())
  const said: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const gone = once(child, 'exit')
  const jobs = new Map<string, Job>()
  const waiting = new Map<number, (message: Extract<WorkerMessage, { kind: 'reply' }>) => void>()
  const ready = Promise.withResolvers<void>()
  let calls = 0

  child.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready' && message.error !== null) ready.reject(AppError.from(message.error))
    else if (message.kind === 'ready') ready.resolve()
    else if (message.kind === 'reply') waiting.get(message.id)?.(message)
    else if (message.name === 'job.changed') jobs.set((message.payload as Job).id, message.payload as Job)
  })
  void gone.then(() => ready.reject(new Error(`The worker ended: ${said.join('')}`)))

  function post(message: object): void {
    if (child.connected) child.send(message, () => undefined)
  }

  await ready.promise
  post({ kind: 'secrets', secrets: { postgres: password } })

  return {
    jobs,
    async call(method, input) {
      const id = ++calls
      const answered = new Promise<Extract<WorkerMessage, { kind: 'reply' }>>((resolve) =>
        waiting.set(id, resolve),
      )
      post({ kind: 'call', id, method, input })
      const { reply } = await Promise.race([
        answered,
        gone.then(() => Promise.reject(new Error(`The worker ended: ${said.join('')}`))),
      ])
      if (!reply.ok) throw AppError.from(reply.error)
      return reply.value as Output<typeof method>
    },
    reach: (id, ...states) =>
      until(() => {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The worker ended: ${said.join('')}`)
        const job = jobs.get(id)
        return job !== undefined && states.includes(job.state) ? job : null
      }).catch((cause: unknown) => {
        throw new Error(`${JSON.stringify(jobs.get(id))} ${said.join('')}`, { cause })
      }),
    qgis() {
      const sessions = globSync(join(dataDir, 'qgis', 'session-*', 'session.json'))
        .flatMap((file) => readNote(file) ?? [])
        .filter(({ owner }) => owner.pid === child.pid)
        .map(({ session }) => session?.pid)
      return sessions.find((pid) => pid !== undefined && existsSync(`/proc/${pid}`)) ?? null
    },
    shiftClock: (ms) => post({ kind: 'clock', ms }),
    trip: (wire) => post({ kind: 'trip', ...wire }),
    gone,
    async kill() {
      leave()
      await gone
      process.off('exit', leave)
    },
    async stop() {
      post({ kind: 'stop' })
      await gone
      process.off('exit', leave)
    },
  }
}

/** Null: it is just being written, or gone. */
function readNote(file: string): Note | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Note
  } catch {
    return null
  }
}

interface Note {
  owner: { pid: number }
  session: { pid: number } | null
}
