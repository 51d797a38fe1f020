import { readFile, readdir, realpath, rm, stat } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import type * as z from 'zod'
import { ApplyDeltasRequest, type AppliedDelta, type ApplyDeltasResult } from '#worker/api/deltas.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import { deltaFeedback } from '#worker/domain/delta/delta-feedback.ts'
import { keyMapOf } from '#worker/domain/delta/key-map.ts'
import { parseDeltaFile, type DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { planChanges, type PlannedChanges } from '#worker/domain/delta/plan-changes.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { fold } from '#worker/domain/project/file-index.ts'
import { settleChanges } from '#worker/domain/delta/settle-changes.ts'
import { flowAsker } from '#worker/steps/flow-asker.ts'
import { copyProject, type ProjectCopy } from '#worker/steps/open-copy.ts'
import type { DeltaLedgerPort, OwnQgisPort, ProjectFoldersPort } from '#worker/steps/ports.ts'
import { changedFiles, putBack } from '#worker/steps/put-back.ts'
import {
  runWorkflow,
  type Flow,
  type Recorded,
  type RecordPorts,
  type WorkflowRun,
} from '#worker/steps/workflow.ts'

/** QFieldCloud's steps with their share of the time. */
export const applyDeltasSteps = [
  { id: 'start_qgis_app', weight: 1 },
  { id: 'download_project_directory', weight: 2 },
  { id: 'apply_deltas', weight: 10 },
  { id: 'stop_qgis_app', weight: 1 },
  { id: 'upload_exported_project', weight: 2 },
]

export interface ApplyDeltasRun extends WorkflowRun<ApplyDeltasResult> {
  jobId: string
  request: ApplyDeltasRequest
  /** What an earlier attempt had done to the copy and was about to put in its place. */
  earlier: ApplyDeltasResult | null
}

export interface ApplyDeltasPorts extends RecordPorts {
  qgis: OwnQgisPort
  folders: ProjectFoldersPort
  deltas: DeltaLedgerPort
}

type Draft = Omit<ApplyDeltasResult, keyof Recorded>

/**
 * delta_apply: makes changes that came back in a copy of the project, counts the copy, and only then puts the changed
 * files in the place of the coordinator's, which are kept with the job. A job that breaks changes nothing.
 *
 * @throws AppError input.*, project.*, deltas.*, qgis.*, output.*, job.cancelled
 */
export async function applyDeltas(run: ApplyDeltasRun, ports: ApplyDeltasPorts): Promise<ApplyDeltasResult> {
  const request = ApplyDeltasRequest.parse(run.request)
  const { earlier } = run
  if (earlier !== null && earlier.feedback.error === undefined) {
    await finish(run, ports, earlier.folder, earlier.files, earlier.deltas)
    return earlier
  }
  await rm(run.workFolder, { recursive: true, force: true })
  const draft: Draft = { folder: request.folder, dryRun: request.dryRun, deltas: [], layers: [] }
  const result = await runWorkflow('apply_changes', run, ports, draft, async (flow) => {
    flow.enter('start_qgis_app')
    const files = await readFiles(run, ports)
    const made = await ports.qgis.alone(async (qgis) => {
      const ask = flowAsker(qgis, run, flow)
      const copy = await copyProject(
        { ...run, folder: request.folder },
        ports.folders,
        ask,
        flow,
        'apply_deltas',
      )
      draft.folder = await realpath(copy.folder)
      flow.enter('apply_deltas')
      const planned = plan(draft.folder, files, request, ports.deltas)
      const report = await ask('changes', {
        project: copy.project,
        root: copy.root,
        plan: { ...planned.plan, dryRun: request.dryRun },
        offline: request.offline,
      })
      return { copy, planned, report }
    })
    const isKept = keptAlready(made)
    judge(run, ports, flow, draft, made, isKept)
    flow.enter('stop_qgis_app')
    if (request.dryRun) return
    flow.enter('upload_exported_project')
    const { deltas } = draft
    // Until the files are in their place nothing in them is applied: that is what a job says that fails here.
    const waiting = deltas.map((delta) => (isKept(delta) ? delta : unapplied(delta)))
    draft.deltas = waiting
    if (deltas.some(({ status }) => status === 'applied')) await keepChanged(made.copy, made.report, flow)
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
  await rm(run.workFolder, { recursive: true, force: true })
  return result
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
  request: z.output<typeof ApplyDeltasRequest>,
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

interface Made {
  planned: PlannedChanges
  report: ChangesReport
}

/** Whether a database has a delta for good, whatever becomes of the project's files. */
function keptAlready({ planned, report }: Made): (delta: AppliedDelta) => boolean {
  const committed = new Set(report.committed)
  const uuids = new Set(
    planned.plan.deltas.filter(({ number }) => committed.has(number)).map(({ delta }) => delta.uuid),
  )
  return ({ uuid, status }) => status === 'applied' && uuids.has(uuid)
}

/** @throws AppError deltas.broken, deltas.corrupted */
function judge(
  { jobId, request }: ApplyDeltasRun,
  { deltas: ledger }: ApplyDeltasPorts,
  flow: Flow,
  draft: Draft,
  { planned, report }: Made,
  isKept: (delta: AppliedDelta) => boolean,
): void {
  const answers = settleChanges(planned, report)
  const spoilt = report.layers.find(({ after, expected }) => after !== expected)
  draft.layers = report.layers.map(({ id, name, before, after }) => ({ id, name, before, after }))
  draft.deltas =
    spoilt === undefined
      ? answers
      : answers.map((answer) => (isKept(answer) ? answer : spoil(answer, spoilt.name)))
  flow.output('delta_feedback', deltaFeedback(planned, draft.deltas))
  for (const { uuid, method, status, message } of draft.deltas)
    flow.log(
      status === 'applied' ? 'info' : 'warning',
      `Delta ${uuid} ${method}: ${status}. ${message}`.trim(),
    )
  const isWell = report.broken === null && spoilt === undefined
  // What a database has is known at once: nothing that happens to the files may let it be applied once more.
  const settled = isWell ? draft.deltas.filter(isKept) : draft.deltas
  if (request.dryRun !== true && settled.length > 0)
    ledger.settle(draft.folder, { id: jobId, inverse: request.inverse === true }, settled)
  if (isWell) return
  if (spoilt !== undefined) {
    throw new AppError('deltas.corrupted', {
      layer: spoilt.name,
      expected: spoilt.expected,
      found: spoilt.after,
    })
  }
  const { number, why } = report.broken ?? { number: 0, why: '' }
  const culprit = planned.plan.deltas.find((change) => change.number === number)
  const index = draft.deltas.find(({ uuid }) => uuid === culprit?.delta.uuid)?.index ?? 0
  throw new AppError('deltas.broken', { uuid: culprit?.delta.uuid ?? '', index, why })
}

const unapplied = (delta: AppliedDelta): AppliedDelta =>
  delta.status === 'applied' ? { ...delta, status: 'pending', modifiedPk: null } : delta

/** Nothing of a copy that came out wrong is used. */
const spoil = (delta: AppliedDelta, layer: string): AppliedDelta =>
  delta.status === 'applied'
    ? { ...delta, status: 'error', modifiedPk: null, message: `Layer "${layer}" came out damaged.` }
    : delta

/**
 * Keeps every file of the touched layers that differs now, and the coordinator's own in its place.
 *
 * @throws AppError project.changed when somebody changed one since it was copied
 */
async function keepChanged(
  { folder, root, copied }: ProjectCopy,
  report: ChangesReport,
  flow: Flow,
): Promise<void> {
  const changed = report.layers.flatMap(({ file }) => (file === null ? [] : [nameOf(file, root)]))
  const names = await filesOf(root, changed.map(stemOf))
  const lost = changed.find((name) => !names.map(fold).includes(fold(name)))
  if (lost !== undefined) throw new AppError('qgis.protocol', {}, { detail: `${lost} is not in the copy` })
  const wasThere = new Map(copied.filter(({ isLinked }) => !isLinked).map((file) => [file.name, file]))
  for (const name of names) {
    const original = wasThere.get(name)
    if (original !== undefined) {
      const there = await stat(join(folder, name)).catch(() => null)
      if (there?.size !== original.size || there.mtimeMs !== original.mtimeMs)
        throw new AppError('project.changed', { file: name })
      await flow.keepAs(`before/${name}`, join(folder, name))
    }
    await flow.keepAs(`after/${name}`, join(root, name))
  }
}

const nameOf = (path: string, root: string): string => relative(root, path).split(sep).join('/')

/** A layer's file and what has its name with another ending: a Shapefile is several. */
const stemOf = (file: string): string => posix.join(posix.dirname(file), posix.parse(file).name)

/** What SQLite leaves beside a database is no part of it once it is closed. */
const isLeftover = (name: string): boolean => /-(wal|shm|journal)$/.test(name)

async function filesOf(root: string, stems: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (const stem of new Set(stems)) {
    const entries = await readdir(join(root, dirname(stem)), { withFileTypes: true })
    for (const entry of entries.filter((each) => each.isFile())) {
      const name = posix.join(posix.dirname(stem), entry.name)
      // Where case does not matter the project may write it otherwise.
      if (fold(stemOf(name)) === fold(stem) && !isLeftover(name) && !names.includes(name)) names.push(name)
    }
  }
  return names
}

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
  if (request.dryRun === true) return
  await putBack(folder, changedFiles(kept), jobId, files, async (paths) => {
    const { files: busy } = await qgis.alone((own) => own.ask('inUse', { files: paths }, { signal }))
    const [first] = busy
    if (first !== undefined) throw new AppError('project.inUse', { file: posix.basename(first) })
  })
  deltas.settle(folder, { id: jobId, inverse: request.inverse === true }, answers)
}
