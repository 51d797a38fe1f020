import type { Feedback } from '#worker/api/feedback.ts'
import type { Blame } from '#worker/domain/feedback/blame.ts'
import { type LogLevel, recordLines } from '#worker/domain/feedback/log-line.ts'
import { plainObject, plainValue } from '#worker/domain/feedback/plain-value.ts'
import { workflows, type WorkflowId } from '#worker/domain/feedback/workflows.ts'

export interface RecordParts {
  /** Milliseconds since 1970. */
  now: () => number
  /** Fresh for every run of a step. */
  uuid: () => string
  /** Takes secrets out of a text; everything that is recorded goes through it. */
  hide: (text: string) => string
}

/** The loggers of QFieldCloud's worker: its entry point, the check of a project, QGIS' message log, QGIS' stderr. */
export type Logger = 'ENTRYPNT' | 'PROCPRJ' | 'QGSMSGLOG' | 'QGSSTDERR' | 'root'

/** What a job of QFieldCloud's three types says of itself while it runs: its feedback and its log. */
export interface JobRecord {
  /** A step begins; the one before has to be left. */
  enter: (stepId: string) => void
  /** The running step is done. */
  leave: (returns?: object) => void
  /** An output of the running step. */
  output: (name: string, value: unknown) => void
  /** Between steps too. */
  log: (logger: Logger, level: LogLevel, text: string) => void
  /** The job failed, in the running step if there is one. The first failure is the one that counts. */
  fail: (blame: Blame) => void
  /** `feedback.json` as it stands; a step that still runs has stage 1, as of a job that was killed. */
  feedback: () => Feedback
  /** `job.log` as it stands, with a line end after every line. */
  text: () => string
}

/**
 * Starts the record of one run: stages 0, 1, 2 in the feedback and the step marks in the log, as QFieldCloud's
 * worker writes them. Ill-ordered calls are mistakes in the runner and throw an Error.
 */
export function createRecord(id: WorkflowId, { now, uuid, hide }: RecordParts): JobRecord {
  const workflow = workflows[id]
  const steps: Feedback['steps'] = workflow.steps.map((step) => ({ ...step, stage: 0, returns: {} }))
  const outputs = new Map<string, Map<string, unknown>>()
  const lines: string[] = []
  let open: { step: Feedback['steps'][number]; mark: string } | null = null
  let failure: Blame | null = null

  function opened(): NonNullable<typeof open> {
    if (open === null) throw new Error('No step of the workflow runs.')
    return open
  }

  function close(stage: 1 | 2): void {
    const { step, mark } = opened()
    step.stage = stage
    lines.push(`::>>>::${mark} ${String(stage)}`)
    open = null
  }

  function log(logger: Logger, level: LogLevel, text: string): void {
    for (const line of recordLines(now(), logger, level, hide(text))) lines.push(line)
  }

  return {
    enter(stepId) {
      if (open !== null) throw new Error(`Step "${open.step.id}" still runs.`)
      const step = steps.find((one) => one.id === stepId)
      if (step === undefined) throw new Error(`The workflow has no step "${stepId}".`)
      step.stage = 1
      open = { step, mark: uuid() }
      lines.push(`::<<<::${open.mark} ${step.name}`)
    },
    leave(returns = {}) {
      opened().step.returns = plainObject(returns, hide)
      close(2)
    },
    output(name, value) {
      const { step } = opened()
      const ofStep = outputs.get(step.id) ?? new Map<string, unknown>()
      outputs.set(step.id, ofStep.set(name, plainValue(value, hide)))
    },
    log,
    fail(cause) {
      failure ??= { ...cause, message: hide(cause.message), stack: hide(cause.stack) }
      log('ENTRYPNT', 'ERROR', cause.stack === '' ? cause.message : `${cause.message}\n${cause.stack}`)
      if (open !== null) close(1)
    },
    feedback: () => ({
      feedback_version: '2.0',
      workflow_version: '2.0',
      workflow_id: id,
      workflow_name: workflow.name,
      steps: structuredClone(steps),
      outputs: Object.fromEntries([...outputs].map(([step, values]) => [step, Object.fromEntries(values)])),
      ...(failure === null ? {} : errorFields(failure)),
    }),
    text: () => lines.map((line) => `${line}\n`).join(''),
  }
}

function errorFields(failure: Blame): Partial<Feedback> {
  return {
    error: failure.message,
    error_type: failure.type,
    error_class: failure.class,
    error_origin: 'container',
    error_stack: failure.stack,
  }
}
