import type { JobStep, LogLine } from '#worker/api/jobs.ts'
import { advance, endStep, enterStep, startTrack, type StepPlan } from '#worker/domain/job/progress.ts'
import type { Reporter } from '#worker/steps/ports.ts'

export interface Line {
  /** Milliseconds since 1970 UTC. */
  at: number
  level: LogLine['level']
  message: string
}

export interface News {
  progress: number
  steps: JobStep[]
  lines: Line[]
}

/** Lines held back at most while the ledger takes none (a full disk). */
const heldLines = 1_000

/**
 * Gathers what a running job says and hands it to `write` at most once every `everyMs`: each write is a
 * commit that waits for the disk. `write` returns false when it must be given the lines again.
 */
export function createReporter(options: {
  steps: readonly StepPlan[]
  write: (news: News) => boolean
  everyMs: number
  now: () => number
}) {
  let track = startTrack(options.steps)
  let lines: Line[] = []
  let timer: NodeJS.Timeout | undefined
  let written = -Infinity
  let closed = false

  const report: Reporter = {
    step(id) {
      if (closed) return
      track = enterStep(track, id, performance.now())
      changed()
    },
    progress(value) {
      if (closed) return
      track = advance(track, value)
      changed()
    },
    log(level, message) {
      if (closed) return
      lines.push({ at: options.now(), level, message })
      changed()
    },
  }

  function changed(): void {
    if (timer !== undefined) return
    const wait = written + options.everyMs - performance.now()
    if (wait <= 0) flush()
    else timer = setTimeout(flush, wait)
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    written = performance.now()
    const taken = options.write({ progress: track.overall, steps: track.steps, lines })
    lines = taken ? [] : lines.slice(-heldLines)
  }

  /** The run is over: ends the running step, writes what is left, and hears no late word. */
  function close(last: 'done' | 'failed'): void {
    closed = true
    track = endStep(track, last, performance.now())
    flush()
  }

  return { report, close }
}
