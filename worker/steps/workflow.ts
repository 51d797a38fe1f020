import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toErrorData, type AppErrorData } from '#worker/api/errors.ts'
import type { Feedback } from '#worker/api/feedback.ts'
import type { LogLine } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import { blameOf } from '#worker/domain/feedback/blame.ts'
import { createRecord, type Logger } from '#worker/domain/feedback/record.ts'
import type { WorkflowId } from '#worker/domain/feedback/workflows.ts'
import type { FilesPort, Reporter } from '#worker/steps/ports.ts'

/** What every job of QFieldCloud's three types leaves: its feedback and log, which stand among its files. */
export interface Recorded {
  feedback: Feedback
  files: OutputFile[]
}

/** A result as the work itself fills it in. */
export type Draft<R extends Recorded> = Omit<R, keyof Recorded>

export interface WorkflowRun<R> {
  /** A folder of this job's own, there while it runs. */
  workFolder: string
  signal: AbortSignal
  report: Reporter
  /** Remembers outputs and result in the ledger. */
  keep(files: OutputFile[], result: R): void
}

export interface RecordPorts {
  files: FilesPort
  /** Milliseconds since 1970 UTC. */
  now(): number
  uuid(): string
  /** The text without secrets. */
  hide(text: string): string
}

/** A running workflow: tells the ledger and QFieldCloud's kind of log at once. */
export interface Flow {
  /** Ends the step before and begins this one; one that runs already goes on. */
  enter(stepId: string): void
  /** What the running step gives back at its end, as feedback has it. */
  returns(values: object): void
  /** A result of the running step, as feedback has it. */
  output(name: string, value: unknown): void
  log(level: LogLine['level'], text: string, logger?: Logger): void
  /** Keeps a file with the job under this name, beside what stands in `outputs`. */
  keepAs(name: string, path: string): Promise<void>
  /** Keeps the result as it stands, before something that must not be done twice. */
  remember(): Promise<Recorded>
  /** Where files go that are kept with the job beside its feedback and log. */
  outputs: string
}

const levels = { debug: 'DEBUG', info: 'INFO', warning: 'WARNING', error: 'ERROR' } as const

/**
 * Runs a workflow and keeps its feedback and log, of a failed one too. `draft` is the result as far as it is known:
 * `work` fills it in, so that a failed job can tell what it had found.
 *
 * @throws whatever `work` throws
 */
export async function runWorkflow<B extends object>(
  id: WorkflowId,
  run: WorkflowRun<B & Recorded>,
  ports: RecordPorts,
  draft: B,
  work: (flow: Flow) => Promise<void>,
): Promise<B & Recorded> {
  await rm(run.workFolder, { recursive: true, force: true })
  const record = createRecord(id, ports)
  const outputs = join(run.workFolder, 'outputs')
  await mkdir(outputs, { recursive: true })
  let current: string | null = null
  let given: object = {}
  const extra: OutputFile[] = []
  const leave = (): void => {
    if (current !== null) record.leave(given)
    given = {}
    current = null
  }
  const flow: Flow = {
    outputs,
    enter(stepId) {
      if (current === stepId) return
      leave()
      current = stepId
      record.enter(stepId)
      run.report.step(stepId)
    },
    returns(values) {
      given = values
    },
    async keepAs(name, path) {
      extra.push({ name, ...(await ports.files.keepFile(path)) })
    },
    async remember() {
      const result = await conclude()
      run.keep(result.files, result)
      return result
    },
    output: (name, value) => record.output(name, value),
    log(level, text, logger = 'ENTRYPNT') {
      const clean = ports.hide(text)
      record.log(logger, levels[level], clean)
      run.report.log(level, clean)
    },
  }

  async function conclude(): Promise<B & Recorded> {
    const feedback = record.feedback()
    await writeFile(join(outputs, 'feedback.json'), `${JSON.stringify(feedback, null, 2)}\n`)
    await writeFile(join(outputs, 'job.log'), record.text())
    return { ...draft, feedback, files: [...(await ports.files.keepFolder(outputs)), ...extra] }
  }

  try {
    await work(flow)
    leave()
  } catch (thrown) {
    const error = toErrorData(thrown)
    try {
      if (!isEndedFromOutside(run.signal, error)) {
        record.fail(blameOf(error))
        const result = await conclude()
        run.keep(result.files, result)
      }
    } finally {
      // The copy of a whole project does not wait for the next start of the worker.
      await rm(run.workFolder, { recursive: true, force: true })
    }
    throw thrown
  }
  // Once more with the last step: what stands with the job is what somebody reads and copies.
  const result = await conclude()
  run.keep(result.files, result)
  await rm(run.workFolder, { recursive: true, force: true })
  return result
}

/** Stopped by a person or by the worker's own end: that is no verdict on the project. */
function isEndedFromOutside(signal: AbortSignal, { code }: AppErrorData): boolean {
  return (
    signal.aborted || code === 'job.cancelled' || code === 'job.interrupted' || code === 'worker.restarted'
  )
}
