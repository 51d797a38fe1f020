import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { Settings } from '#worker/api/settings.ts'
import type { Hello, SessionParams, SessionResult } from '#worker/domain/qgis/protocol.ts'
import type { Candidate } from '#worker/qgis/candidates.ts'
import { createFinder, type Finder, type Found } from '#worker/qgis/discover.ts'
import { thisComputer } from '#worker/qgis/place.ts'
import { probe } from '#worker/qgis/probe.ts'
import { makeScratch, sweepScratch, type Scratch } from '#worker/qgis/scratch.ts'
import { NotTaken, startSession, type Session } from '#worker/qgis/session.ts'
import { createTurns } from '#worker/qgis/turns.ts'
import type { Log, QgisPort } from '#worker/steps/ports.ts'

export interface Qgis extends QgisPort {
  /** What runs now; null before the first call and after a crash. */
  version(): Hello | null
  /** The QGIS that would be used; `fresh` looks again. @throws AppError qgis.missing, qgis.tooOld, qgis.startFailed */
  find(options?: { fresh: boolean }): Promise<Found>
  /**
   * Runs `work` with a process of its own, which is gone afterwards whatever happened: what a project does to it,
   * nobody else meets. Calls have no time limit. `secrets` reach every process that it takes.
   */
  alone<T>(work: (qgis: QgisPort) => Promise<T>, secrets: SessionParams<'secrets'>): Promise<T>
  /** Starts the session ahead of the first call. @throws AppError qgis.* */
  warm(): Promise<void>
  /** Ends the session; a running call and those that wait fail with job.interrupted. */
  stop(): Promise<void>
}

export interface QgisOptions {
  settings: () => Pick<Settings, 'qgisPython' | 'qgisTimeLimit'>
  resourcesDir: string
  /** Sessions keep their profile and temporary files in folders of their own in here. */
  stateDir: string
  log: Log
  /** A Python file that answers instead of the built-in methods. */
  methods?: string
  /** Told to every process before its first call. */
  secrets?: SessionParams<'secrets'>
  /** Where QGIS is, when somebody has looked already. */
  finder?: Finder
}

/** Seconds: the longest that a timer can wait. */
const unlimited = 2_000_000

interface Kept {
  session: Session
  scratch: Scratch
  setting: string | null
}

/** Keeps one warm session and asks it one call after the other; a session that died is replaced at the next call. */
export function createQgis(options: QgisOptions): Qgis {
  const { settings, resourcesDir, stateDir, log } = options
  const turns = createTurns()
  const stopping = new AbortController()
  const finder =
    options.finder ?? createFinder({ around: thisComputer(), probe: probeInScratch, now: () => new Date() })
  const apart = new Set<Qgis>()
  let kept: Kept | null = null
  let swept = false

  async function probeInScratch(candidate: Candidate): Promise<Hello> {
    const scratch = makeScratch(stateDir)
    try {
      return await probe(candidate, resourcesDir, scratch.folder, stopping.signal)
    } finally {
      scratch.remove()
    }
  }

  async function ready(): Promise<Session> {
    const setting = settings().qgisPython
    if (kept !== null && (!kept.session.alive || kept.setting !== setting)) await drop()
    kept ??= await start(setting)
    return kept.session
  }

  async function start(setting: string | null): Promise<Kept> {
    if (!swept) sweepScratch(stateDir)
    swept = true
    const { candidate } = await finder.find(setting)
    const scratch = makeScratch(stateDir)
    const started = performance.now()
    try {
      const session = await startSession({
        candidate,
        resourcesDir,
        scratch: scratch.folder,
        methods: options.methods,
        onStarted: (pid) => scratch.note(pid),
        signal: stopping.signal,
      })
      log(
        'info',
        `QGIS ${session.hello.qgis} of ${candidate.label} ready in ${Math.round(performance.now() - started)} ms`,
      )
      if (options.secrets !== undefined) await tellSecrets(session, options.secrets, stopping.signal)
      return { session, scratch, setting }
    } catch (thrown) {
      scratch.remove()
      // It worked when it was probed: somebody may have changed it since.
      finder.forget()
      log('error', `QGIS of ${candidate.label} did not start: ${toErrorData(thrown).detail ?? ''}`)
      throw thrown
    }
  }

  async function drop(): Promise<void> {
    const old = kept
    kept = null
    await old?.session.close(new AppError('job.interrupted'))
    old?.scratch.remove()
  }

  const ask: Qgis['ask'] = async (method, params, asked) => {
    const signal = AbortSignal.any([asked.signal, stopping.signal])
    const once = async (): Promise<unknown> => {
      const session = await ready()
      if (signal.aborted) throw new AppError('job.cancelled')
      return session.call(method, params, {
        signal,
        timeLimit: settings().qgisTimeLimit,
        onProgress: asked.onProgress,
        onLog: asked.onLog,
      })
    }
    const twice = async (): Promise<unknown> => {
      try {
        return await once()
      } catch (thrown) {
        if (!(thrown instanceof NotTaken)) throw thrown
        log(
          'warning',
          `QGIS session was gone before ${method} began (${thrown.cause.message}); a fresh one is asked`,
        )
        return await once().catch((again: unknown) => {
          throw again instanceof NotTaken ? again.cause : again
        })
      }
    }
    try {
      return (await turns.take(twice, signal)) as SessionResult<typeof method>
    } catch (thrown) {
      if (stopping.signal.aborted && !asked.signal.aborted) throw new AppError('job.interrupted')
      throw thrown
    }
  }

  return {
    ask,
    version: () => (kept?.session.alive === true ? kept.session.hello : null),
    find({ fresh } = { fresh: false }) {
      if (fresh) finder.forget()
      return finder.find(settings().qgisPython)
    },
    async alone(work, secrets) {
      if (stopping.signal.aborted) throw new AppError('job.interrupted')
      const own = createQgis({
        ...options,
        settings: () => ({ ...settings(), qgisTimeLimit: unlimited }),
        finder,
        secrets,
      })
      apart.add(own)
      try {
        return await work(own)
      } finally {
        apart.delete(own)
        await own.stop()
      }
    },
    warm: () => turns.take(async () => void (await ready()), stopping.signal),
    async stop() {
      stopping.abort()
      await Promise.all([...apart].map((own) => own.stop()))
      await drop()
      await turns.idle()
      // It may have said hello in the very moment of the stop.
      await drop()
    },
  }
}

async function tellSecrets(
  session: Session,
  secrets: SessionParams<'secrets'>,
  signal: AbortSignal,
): Promise<void> {
  await session.call('secrets', secrets, { signal, timeLimit: 60 })
}
