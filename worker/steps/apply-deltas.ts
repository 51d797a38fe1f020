import { readFile, realpath } from 'node:fs/promises'
import { posix } from 'node:path'
import type * as z from 'zod'
import type { AppliedDelta, ApplyDeltasRequest, ApplyDeltasResult } from '#worker/api/deltas.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import { deltaFeedback } from '#worker/domain/delta/delta-feedback.ts'
import { judgeChanges, type JudgedChanges } from '#worker/domain/delta/judge-changes.ts'
import { keyMapOf } from '#worker/domain/delta/key-map.ts'
import { parseDeltaFile, type DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { planChanges, type PlannedChanges } from '#worker/domain/delta/plan-changes.ts'
import { keepChanged } from '#worker/steps/keep-changed.ts'
import type { DeltaLedgerPort } from '#worker/steps/ports.ts'
import { withQgis, type ProjectPorts, type ProjectRun } from '#worker/steps/project-job.ts'
import { changedFiles, putBack } from '#worker/steps/put-back.ts'
import { runWorkflow, type Draft, type Flow } from '#worker/steps/workflow.ts'

/** QFieldCloud's steps with their share of the time. */
export const applyDeltasSteps = [
  { id: 'start_qgis_app', weight: 1 },
  { id: 'download_project_directory', weight: 2 },
  { id: 'apply_deltas', weight: 10 },
  { id: 'stop_qgis_app', weight: 1 },
  { id: 'upload_exported_project', weight: 2 },
]

/** `earlier` had changed the copy and was about to put it in its place. */
export type ApplyDeltasRun = ProjectRun<z.output<typeof ApplyDeltasRequest>, ApplyDeltasResult>

export interface ApplyDeltasPorts extends ProjectPorts {
  deltas: DeltaLedgerPort
}

/**
 * delta_apply: makes changes that came back in a copy of the project, counts the copy, and only then puts the changed
 * files in the place of the coordinator's, which are kept with the job. A job that breaks changes nothing.
 *
 * @throws AppError input.*, project.*, deltas.*, qgis.*, output.*, job.cancelled
 */
export async function applyDeltas(run: ApplyDeltasRun, ports: ApplyDeltasPorts): Promise<ApplyDeltasResult> {
  const { request, earlier } = run
  if (earlier !== null && earlier.feedback.error === undefined) {
    await finish(run, ports, earlier.folder, earlier.files, earlier.deltas)
    return earlier
  }
  const { folder, dryRun, offline } = request
  const draft: Draft<ApplyDeltasResult> = { folder, dryRun, deltas: [], layers: [] }
  return runWorkflow('apply_changes', run, ports, draft, async (flow) => {
    flow.enter('start_qgis_app')
    const files = await readFiles(run, ports)
    const { copy, planned, report } = await withQgis(run, ports, flow, async (qgis) => {
      const copied = await qgis.copy('apply_deltas')
      draft.folder = await realpath(copied.folder)
      flow.enter('apply_deltas')
      const changes = plan(draft.folder, files, request, ports.deltas)
      const { project, root } = copied
      const made = await qgis.ask('changes', { project, root, plan: { ...changes.plan, dryRun }, offline })
      return { copy: copied, planned: changes, report: made }
    })
    const judged = judgeChanges(planned, report)
    const { deltas, isKept } = judged
    draft.layers = judged.layers
    draft.deltas = deltas
    flow.output('delta_feedback', deltaFeedback(planned, deltas))
    logVerdicts(flow, deltas)
    settleAtOnce(run, ports, draft.folder, judged)
    if (judged.error !== null) throw judged.error
    flow.enter('stop_qgis_app')
    if (dryRun) return
    flow.enter('upload_exported_project')
    // Until the files are in their place nothing in them is applied: that is what a job says that fails here.
    const waiting = deltas.map((delta) => (isKept(delta) ? delta : unapplied(delta)))
    draft.deltas = waiting
    if (deltas.some(({ status }) => status === 'applied')) await keepChanged(copy, report, flow)
    draft.deltas = deltas
    const kept = await flow.remember()
    draft.deltas = waiting
    try {
      await finish(run, ports, draft.folder, kept.files, deltas)
    } catch (thrown) {
      // Another attempt goes on from what was remembered; a person who stopped the job wants none.
      if (toErrorData(run.signal.reason).code === 'job.cancelled') await flow.remember()
      throw thrown
    }
    draft.deltas = deltas
    flow.log('info', `Changed files are in ${draft.folder}`)
  })
}

async function readFiles({ jobId }: ApplyDeltasRun, { files }: ApplyDeltasPorts): Promise<DeltaFile[]> {
  const read: DeltaFile[] = []
  for (const { name, path } of files.listInputs(jobId))
    read.push(parseDeltaFile(await readFile(path, 'utf8'), name.replace(/^deltas\/\d+-/, '')))
  return read
}

/** What the ledger knew before counts: an inverse of what it never saw is an inverse all the same. */
function plan(
  folder: string,
  files: DeltaFile[],
  request: ApplyDeltasRun['request'],
  ledger: DeltaLedgerPort,
): PlannedChanges {
  const uuids = [...request.uuids, ...files.flatMap(({ deltas }) => deltas.map(({ uuid }) => uuid))]
  const known = ledger.find(folder, uuids)
  for (const file of files) {
    ledger.mustBelong(folder, file)
    // What is only to be undone does not wait to be applied.
    if (!request.dryRun && !request.inverse) ledger.receive(folder, file)
  }
  return planChanges({ files, known, request, keys: keyMapOf(ledger.keysOf(folder), files) })
}

function logVerdicts(flow: Flow, deltas: readonly AppliedDelta[]): void {
  for (const { uuid, method, status, message } of deltas)
    flow.log(
      status === 'applied' ? 'info' : 'warning',
      `Delta ${uuid} ${method}: ${status}. ${message}`.trim(),
    )
}

/** What a database has is known at once: nothing that happens to the files may let it be applied once more. */
function settleAtOnce(
  { jobId, request }: ApplyDeltasRun,
  { deltas: ledger }: ApplyDeltasPorts,
  folder: string,
  { deltas, isKept, error }: JudgedChanges,
): void {
  const settled = error === null ? deltas.filter(isKept) : deltas
  if (!request.dryRun && settled.length > 0)
    ledger.settle(folder, { id: jobId, inverse: request.inverse }, settled)
}

const unapplied = (delta: AppliedDelta): AppliedDelta =>
  delta.status === 'applied' ? { ...delta, status: 'pending', modifiedPk: null } : delta

/** The changed files go into the coordinator's folder; after that the ledger says so. Doing it twice is doing it once. */
async function finish(
  { jobId, request, signal, report }: ApplyDeltasRun,
  { files, qgis, deltas }: ApplyDeltasPorts,
  folder: string,
  kept: ApplyDeltasResult['files'],
  answers: readonly AppliedDelta[],
): Promise<void> {
  report.step('upload_exported_project')
  signal.throwIfAborted()
  if (request.dryRun) return
  await putBack(folder, changedFiles(kept), jobId, files, async (paths) => {
    const { files: busy } = await qgis.alone((own) => own.ask('inUse', { files: paths }, { signal }))
    const [first] = busy
    if (first !== undefined) throw new AppError('project.inUse', { file: posix.basename(first) })
  })
  deltas.settle(folder, { id: jobId, inverse: request.inverse }, answers)
}
