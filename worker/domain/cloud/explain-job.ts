import type { CloudJob } from '#worker/api/cloud.ts'
import type { Finding } from '#worker/api/projects.ts'
import { explainFailure } from '#worker/domain/cloud/explain-failure.ts'
import { explainLayers } from '#worker/domain/cloud/explain-layers.ts'
import { hushJob, type ServerJob } from '#worker/domain/cloud/hush-job.ts'
import { readFeedback, type ReadFeedback } from '#worker/domain/feedback/read-feedback.ts'
import { readLog } from '#worker/domain/feedback/read-log.ts'
import { workflows } from '#worker/domain/feedback/workflows.ts'
import { finding } from '#worker/domain/project/finding-codes.ts'

const levels: readonly Finding['level'][] = ['error', 'warning', 'info']

/**
 * A server's job with what it came to, in the codes of our own checks wherever it is the same thing. Takes jobs of
 * any server, also those whose feedback is missing or of another shape. `failedStep` is the step's id (`ui.step.*`),
 * or its name where only the log tells of it and we know no such step.
 */
export function explainJob(job: ServerJob): CloudJob {
  const quiet = hushJob(job)
  const feedback = quiet.feedback === null ? null : readFeedback(quiet.feedback)
  const failedStep = job.status === 'failed' ? stepOf(feedback, quiet.log) : null
  const failure = job.status === 'failed' ? explainFailure(quiet, feedback, failedStep) : []
  const layers = feedback === null ? [] : explainLayers(feedback)
  // What the server could not name is most often one of the layers.
  const isNamed = failure.some(({ code }) => code !== 'cloudFailed')
  const all = [
    ...(isNamed ? [...failure, ...layers] : [...layers, ...failure]),
    ...changesLeft(feedback, job.status),
  ]
  const findings = levels.flatMap((level) => all.filter((each) => each.level === level))
  return { ...quiet, failedStep, findings }
}

function stepOf(feedback: ReadFeedback | null, log: string | null): string | null {
  if (feedback?.failedStep != null) return feedback.failedStep.id
  // A worker that was killed writes no feedback; the log has the beginning of the step without its end.
  const step = readLog(log ?? '').steps.find(({ stage }) => stage !== 2)
  return step === undefined ? null : (idOf(step.name) ?? step.name)
}

function idOf(name: string): string | undefined {
  const steps = Object.values(workflows).flatMap((workflow) => workflow.steps)
  return steps.find((step) => step.name === name)?.id
}

function changesLeft(feedback: ReadFeedback | null, status: ServerJob['status']): Finding[] {
  const left = feedback?.deltas.filter((delta) => delta['status'] !== 'status_applied') ?? []
  return status === 'finished' && left.length > 0 ? [finding('cloudChangesLeft', { count: left.length })] : []
}
