import { AppError } from '#worker/api/errors.ts'
import type { Hello } from '#worker/domain/qgis/protocol.ts'
import { redact } from '#worker/domain/redact.ts'
import type { Candidate } from '#worker/qgis/candidates.ts'
import { startChild, type Child, type Exit } from '#worker/qgis/child.ts'
import { launchOf } from '#worker/qgis/launch.ts'
import { errorOf, parseMessage, type Message } from '#worker/qgis/messages.ts'
import { placeFor } from '#worker/qgis/place.ts'
import type { Log } from '#worker/steps/ports.ts'

/** The session did not begin the call: another session may be asked the same. `cause` is what to say otherwise. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  override readonly cause: AppError

  constructor(cause: AppError) {
    super('the session did not begin the call', { cause })
    this.cause = cause
  }
}

export interface CallOptions {
  signal: AbortSignal
  /** Seconds. */
  timeLimit: number
  onProgress?: ((value: number, step: string) => void) | undefined
  onLog?: Log | undefined
}

/** One PyQGIS process. Calls must not overlap; after any failure of the process `alive` is false for good. */
export interface Session {
  readonly hello: Hello
  readonly alive: boolean
  /**
   * @throws AppError qgis.crashed, qgis.timeout, qgis.protocol, job.cancelled, or what Python named
   * @throws NotTaken when the process was dead or hung before the call began
   */
  call(method: string, params: unknown, options: CallOptions): Promise<unknown>
  /** Lets it end by itself, by force after a while; a running call fails with `verdict`. Resolves when it is gone. */
  close(verdict: AppError): Promise<void>
}

export interface SessionStart {
  candidate: Candidate
  resourcesDir: string
  /** A folder of this session's own, with `profile` and `tmp` in it. */
  scratch: string
  /** A Python file that answers instead of the built-in methods. */
  methods?: string | undefined
  onStarted?: (pid: number) => void
  /** Gives the start up, with job.interrupted. */
  signal: AbortSignal
}

interface Running {
  id: number
  begun: boolean
  options: CallOptions
  answer: PromiseWithResolvers<unknown>
}

const helloMs = 60_000
const beginMs = 10_000
const cancelMs = 5000
const closeMs = 5000

/**
 * Starts the session and waits for its hello.
 *
 * @throws AppError qgis.startFailed with the process' last words as detail, qgis.crashed when it was killed,
 *   job.interrupted
 */
export async function startSession(start: SessionStart): Promise<Session> {
  const args = start.methods === undefined ? [] : ['--methods', start.methods]
  const launch = launchOf(start.candidate, 'session.py', args, placeFor(start.resourcesDir, start.scratch))
  const greeting = Promise.withResolvers<Hello>()
  let greeted = false
  let running: Running | null = null
  let verdict: AppError | null = null
  let alive = true
  let lastId = 0

  const child: Child = startChild(launch, start.scratch, {
    onLine(line) {
      const message = parseMessage(line)
      if (message !== null) take(message)
      // A wrapper script may print before Python has taken stdout for the protocol.
      else if (greeted) condemn(new AppError('qgis.protocol', {}, { detail: redact(line.slice(0, 2000)) }))
    },
    onEndless: () => condemn(new AppError('qgis.protocol', {}, { detail: 'a line without end' })),
  })
  if (child.pid !== null) start.onStarted?.(child.pid)

  const ended = child.exited.then(settle)

  function settle(exit: Exit): void {
    alive = false
    const detail = redact(child.tail())
    greeting.reject(verdict ?? notStarted(exit, detail))
    running?.answer.reject(blame(running, verdict ?? crash(exit, detail)))
  }

  function take(message: Message): void {
    if ('hello' in message) {
      greeted = true
      greeting.resolve(message.hello)
      return
    }
    if (running?.id !== message.id) return
    running.begun = true
    const { answer, options } = running
    if ('progress' in message) options.onProgress?.(message.progress.value, message.progress.step)
    else if ('log' in message) options.onLog?.(message.log.level, redact(message.log.message))
    else if ('error' in message) answer.reject(errorOf(message.error))
    else answer.resolve(message.result)
  }

  function condemn(error: AppError): void {
    verdict ??= error
    child.kill()
  }

  async function call(method: string, params: unknown, options: CallOptions): Promise<unknown> {
    if (!alive) throw new NotTaken(new AppError('qgis.crashed', { cause: '' }))
    const mine: Running = { id: ++lastId, begun: false, options, answer: Promise.withResolvers() }
    running = mine
    child.send({ id: mine.id, method, params })
    const timers = [
      setTimeout(() => mine.begun || condemn(outOfTime(beginMs / 1000)), beginMs),
      setTimeout(() => condemn(outOfTime(options.timeLimit)), options.timeLimit * 1000),
    ]
    const cancel = (): void => {
      child.send({ cancel: mine.id })
      timers.push(setTimeout(() => condemn(new AppError('job.cancelled')), cancelMs))
    }
    options.signal.addEventListener('abort', cancel, { once: true })
    try {
      return await mine.answer.promise
    } catch (thrown) {
      throw options.signal.aborted ? new AppError('job.cancelled') : thrown
    } finally {
      running = null
      timers.forEach(clearTimeout)
      options.signal.removeEventListener('abort', cancel)
    }
  }

  async function close(error: AppError): Promise<void> {
    verdict ??= error
    child.end()
    const force = setTimeout(() => child.kill(), closeMs)
    await ended
    clearTimeout(force)
  }

  const late = setTimeout(
    () => condemn(new AppError('qgis.startFailed', { cause: 'timeout' }, { detail: redact(child.tail()) })),
    helloMs,
  )
  const giveUp = (): void => condemn(new AppError('job.interrupted'))
  start.signal.addEventListener('abort', giveUp, { once: true })
  const hello = await greeting.promise.finally(() => {
    clearTimeout(late)
    start.signal.removeEventListener('abort', giveUp)
  })
  return {
    hello,
    get alive() {
      return alive && verdict === null
    },
    call,
    close,
  }
}

function outOfTime(seconds: number): AppError {
  return new AppError('qgis.timeout', { seconds })
}

function blame(call: Running, error: AppError): Error {
  return call.begun || error.code === 'job.cancelled' ? error : new NotTaken(error)
}

/** Killed from outside, as by a system that is short of memory: nothing is wrong with this QGIS itself. */
function notStarted(exit: Exit, detail: string): AppError {
  if (exit.cause === 'SIGKILL') return crash(exit, detail)
  return new AppError('qgis.startFailed', { cause: exit.cause }, { detail })
}

function crash(exit: Exit, detail: string): AppError {
  if (exit.clean && exit.halfLine)
    return new AppError('qgis.protocol', {}, { detail: `half a line\n${detail}` })
  return new AppError('qgis.crashed', { cause: exit.cause }, { detail })
}
