import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import { WorkerMessage, type Reply, type Secrets } from '#worker/api/messages.ts'
import type { WorkerState } from '#electron/api/calls.ts'
import { Inflight } from '#electron/host/inflight.ts'
import type { WorkerPort } from '#electron/host/port.ts'
import { restartDelay } from '#electron/host/restarts.ts'

interface HostOptions {
  fork: () => WorkerPort
  onState: (state: WorkerState) => void
  onEvent: (name: string, payload: unknown) => void
  onOutput: (text: string) => void
  /** A token of an account that the worker signed in for; null: to be forgotten. For the secret store alone. */
  onKeep: (id: string, token: string | null) => void
  /** Milliseconds a worker may take to say that it is ready. */
  readyTimeout?: number
  restartDelay?: (crashes: readonly number[]) => number | null
}

/**
 * Keeps one worker running: starts it, waits for its `ready`, carries calls and events, restarts it after a
 * crash (0.5, 2, 8 s; the 4th within five minutes is `failed`), and stops it. Calls that come before `ready`
 * wait for it; calls that a crash cuts off fail with `worker.restarted`.
 */
export class WorkerHost {
  readonly #options: HostOptions
  readonly #inflight = new Inflight()
  readonly #waiting = new Set<() => void>()
  #port: WorkerPort | null = null
  #state: WorkerState = { state: 'starting', error: null }
  #crashes: number[] = []
  #timer: NodeJS.Timeout | undefined
  #stopping: (() => void) | null = null
  #secrets: Secrets | null = null

  constructor(options: HostOptions) {
    this.#options = options
  }

  get state(): WorkerState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#port?.pid
  }

  start(): void {
    if (this.#port !== null || this.#stopping !== null) return
    clearTimeout(this.#timer)
    const port = this.#options.fork()
    this.#port = port
    port.onOutput(this.#options.onOutput)
    port.onMessage((message) => this.#hear(message))
    port.onExit(() => this.#exited())
    // Ahead of every call, so that nothing is tried without them; each worker hears them anew.
    if (this.#secrets !== null) port.post({ kind: 'secrets', secrets: this.#secrets })
    this.#timer = setTimeout(() => port.kill(), this.#options.readyTimeout ?? 20_000)
  }

  /** A fresh start after `failed`, at the user's wish. */
  relaunch(): void {
    this.#crashes = []
    if (this.#state.state !== 'failed') return
    this.#enter('starting')
    this.start()
  }

  /** What this worker and each later one may know. By the port alone: never by env or arguments (S23). */
  tellSecrets(secrets: Secrets): void {
    this.#secrets = secrets
    this.#port?.post({ kind: 'secrets', secrets })
  }

  /** Asks the worker. Never rejects: what fails is a reply. */
  async call(method: string, input: unknown): Promise<Reply> {
    await this.#settled()
    if (this.#state.state !== 'ready' || this.#port === null) {
      const error = this.#state.error ?? new AppError('worker.unavailable').data
      return { ok: false, error }
    }
    const { id, reply } = this.#inflight.open()
    this.#port.post({ kind: 'call', id, method, input })
    return reply
  }

  /** Lets the worker drain for so many milliseconds, then ends it. Resolves when it is gone. */
  async stop(drain: number): Promise<void> {
    clearTimeout(this.#timer)
    const port = this.#port
    const gone = new Promise<void>((resolve) => {
      this.#stopping = resolve
    })
    this.#enter('failed', new AppError('worker.unavailable').data)
    if (port === null) return
    port.post({ kind: 'stop' })
    this.#timer = setTimeout(() => port.kill(), drain)
    await gone
    clearTimeout(this.#timer)
  }

  #hear(raw: unknown): void {
    const parsed = WorkerMessage.safeParse(raw)
    if (!parsed.success) return this.#options.onOutput(`unknown message: ${parsed.error.message}\n`)
    const message = parsed.data
    if (message.kind === 'event') this.#options.onEvent(message.name, message.payload)
    else if (message.kind === 'reply') this.#inflight.settle(message.id, message.reply)
    else if (message.kind === 'keepSecret') this.#options.onKeep(message.id, message.value)
    else this.#ready(message.error)
  }

  #ready(error: AppErrorData | null): void {
    clearTimeout(this.#timer)
    if (this.#stopping !== null) return
    if (error === null) return this.#enter('ready')
    this.#enter('failed', error)
    this.#port?.kill()
  }

  #exited(): void {
    clearTimeout(this.#timer)
    this.#port = null
    this.#inflight.failAll('worker.restarted')
    if (this.#stopping !== null) return this.#stopping()
    // It said why it cannot work (a locked ledger); trying again by itself would not help.
    if (this.#state.state === 'failed') return
    this.#crashes.push(Date.now())
    const delay = (this.#options.restartDelay ?? restartDelay)(this.#crashes)
    if (delay === null) return this.#enter('failed', new AppError('worker.unavailable').data)
    this.#enter('restarting')
    this.#timer = setTimeout(() => this.start(), delay)
  }

  #enter(state: WorkerState['state'], error: AppErrorData | null = null): void {
    this.#state = { state, error }
    if (state === 'ready' || state === 'failed') {
      for (const wake of this.#waiting) wake()
      this.#waiting.clear()
    }
    this.#options.onState(this.#state)
  }

  /** Waits while the worker starts or restarts. */
  async #settled(): Promise<void> {
    while (this.#state.state === 'starting' || this.#state.state === 'restarting')
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve)
      })
  }
}
