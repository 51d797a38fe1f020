import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#worker/api/errors.ts'
import type { OutputFile } from '#worker/api/output.ts'
import type { PackageRequest, PackageResult } from '#worker/api/projects.ts'
import { layerTable } from '#worker/domain/feedback/layer-table.ts'
import { layersData } from '#worker/domain/feedback/layers-data.ts'
import { weigh } from '#worker/domain/feedback/limits.ts'
import { lostFinding } from '#worker/domain/package/findings-of.ts'
import { judgeAudit } from '#worker/domain/package/judge-audit.ts'
import type { PackagePlan, PackageReport } from '#worker/domain/package/plan.ts'
import { planPackage } from '#worker/domain/package/plan-package.ts'
import { flowAsker } from '#worker/steps/flow-asker.ts'
import {
  exists,
  moveIntoPlace,
  mustBeFree,
  isThere,
  outputError,
  stagingOf,
  zipOf,
} from '#worker/steps/folder.ts'
import { copyProject, isAttachment, openCopy, type ProjectCopy } from '#worker/steps/open-copy.ts'
import type { OwnQgisPort, PackPort, ProjectFoldersPort } from '#worker/steps/ports.ts'
import {
  runWorkflow,
  type Flow,
  type Recorded,
  type RecordPorts,
  type WorkflowRun,
} from '#worker/steps/workflow.ts'

/** QFieldCloud's steps with their share of the time. */
export const packageSteps = [
  { id: 'start_qgis_app', weight: 1 },
  { id: 'download_project_directory', weight: 2 },
  { id: 'qgis_layers_data', weight: 2 },
  { id: 'package_project', weight: 8 },
  { id: 'qfield_layer_data', weight: 2 },
  { id: 'stop_qgis_app', weight: 1 },
  { id: 'upload_packaged_project', weight: 2 },
]

export interface PackageRun extends WorkflowRun<PackageResult> {
  jobId: string
  request: PackageRequest
  /** What an earlier attempt had made and was about to put in its place. */
  earlier: PackageResult | null
}

export interface PackagePorts extends RecordPorts {
  qgis: OwnQgisPort
  folders: ProjectFoldersPort
  pack: PackPort
}

type Draft = Omit<PackageResult, keyof Recorded>

/**
 * package: a project's folder as QField takes it along. It is made beside its place, opened again by a QGIS that
 * knows nothing and has no network, counted, and only then renamed into place: a package that lost a layer or a
 * feature never appears.
 *
 * @throws AppError input.*, project.*, package.*, qgis.*, output.*, job.cancelled
 */
export async function packageProject(run: PackageRun, ports: PackagePorts): Promise<PackageResult> {
  const { request, workFolder, earlier } = run
  const { out } = request
  const staging = stagingOf(out, run.jobId)
  if (earlier?.project != null && (await isThere(out, earlier.packageFiles))) {
    await placeZip(staging, earlier.zip)
    return earlier
  }
  await rm(workFolder, { recursive: true, force: true })
  const draft: Draft = { folder: out, project: null, zip: null, layers: [], findings: [], packageFiles: [] }
  try {
    const result = await runWorkflow('package_project', run, ports, draft, async (flow) => {
      await mustBeFree(request)
      await emptyFolder(staging)
      const made = await make(run, ports, flow, staging, draft)
      await audit(run, ports, flow, staging, draft, made)
      flow.enter('upload_packaged_project')
      await addAttachments(made.copy, staging, ports, run.signal)
      draft.packageFiles = await listFiles(staging)
      draft.project = join(out, made.plan.projectFile)
      if (request.zip === true) {
        await packZip(staging, draft, run, ports)
        draft.zip = zipOf(out)
      }
      await flow.remember()
      run.signal.throwIfAborted()
      await mustBeFree(request)
      await moveIntoPlace(staging, out)
      await placeZip(staging, draft.zip)
      flow.log('info', `Package of ${draft.packageFiles.length} files in ${out}`)
    })
    await rm(workFolder, { recursive: true, force: true })
    return result
  } catch (thrown) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
    await rm(zipOf(staging), { force: true }).catch(() => undefined)
    throw isOfDisk(thrown) ? outputError(thrown, out) : thrown
  }
}

interface Made {
  copy: ProjectCopy
  plan: PackagePlan
  report: PackageReport
}

async function make(
  run: PackageRun,
  ports: PackagePorts,
  flow: Flow,
  staging: string,
  draft: Draft,
): Promise<Made> {
  const { request, signal, workFolder } = run
  const offline = request.offline ?? false
  flow.enter('start_qgis_app')
  return ports.qgis.alone(async (qgis) => {
    const began = ports.now()
    const ask = flowAsker(qgis, run, flow)
    const copy = await copyProject(
      { ...request, workFolder, signal },
      ports.folders,
      ask,
      flow,
      'qgis_layers_data',
    )
    flow.enter('qgis_layers_data')
    const opened = await openCopy(copy, ask, { offline, thumbnail: null })
    flow.log('info', layerTable(opened.layers), 'root')
    flow.output('layers_by_id', layersData(opened.layers))
    flow.enter('package_project')
    const { plan, lost, findings } = planPackage({
      opened,
      actions: request.actions ?? 'cloud',
      leaveOut: request.leaveOut ?? [],
      root: copy.root,
      files: copy.survey.files.map(({ name }) => name),
    })
    draft.findings = findings
    if (lost.length > 0) {
      draft.findings = [...lost.map(lostFinding), ...findings]
      for (const { name, why } of lost) flow.log('error', `Layer "${name}" cannot be packaged: ${why}`)
      throw new AppError('package.layerLost', {
        layers: lost.map(({ name }) => name).join(', '),
        count: lost.length,
      })
    }
    const report = await ask('package', {
      project: copy.project,
      root: copy.root,
      plan,
      out: staging,
      offline,
    })
    const { peakBytes } = await ask('usage', {})
    draft.findings = [...findings, ...weigh({ ms: ports.now() - began, peakBytes })]
    return { copy, plan, report }
  })
}

/** Opened again in a process that has seen nothing of the making. */
async function audit(
  run: PackageRun,
  ports: PackagePorts,
  flow: Flow,
  staging: string,
  draft: Draft,
  { plan, report }: Made,
): Promise<void> {
  flow.enter('qfield_layer_data')
  await ports.qgis.alone(async (qgis) => {
    const ask = flowAsker(qgis, run, flow)
    const seen = await ask('audit', { project: join(staging, plan.projectFile), root: staging, plan })
    const judged = judgeAudit(plan, report, seen)
    draft.layers = judged.layers
    draft.findings = [...judged.lost.map(lostFinding), ...draft.findings]
    flow.output('layers_by_id', Object.fromEntries(judged.layers.map((layer) => [layer.id, layer])))
    for (const line of judged.lines) flow.log('info', line)
    if (judged.error !== null) throw judged.error
    flow.enter('stop_qgis_app')
  })
}

/** Photos and the like come straight from the coordinator's folder: the copy does not hold them. */
async function addAttachments(
  { survey, file }: ProjectCopy,
  staging: string,
  { folders }: PackagePorts,
  signal: AbortSignal,
): Promise<void> {
  const dirs = [...file.attachmentDirs, ...file.dataDirs]
  for (const dir of file.attachmentDirs.filter(isOwn)) await mkdir(join(staging, dir), { recursive: true })
  await folders.copy({
    survey,
    to: staging,
    leaveOut: (name) => !isAttachment(name, dirs),
    links: 'followed',
    signal,
  })
}

/** A folder of the package's own, at its top: QField makes deeper ones where it needs them. */
const isOwn = (dir: string): boolean => /^[^./\\:][^/\\:]*$/.test(dir)

async function packZip(
  staging: string,
  { packageFiles }: Draft,
  run: PackageRun,
  ports: PackagePorts,
): Promise<void> {
  const top = basename(run.request.out)
  const files = packageFiles.map(({ name }) => ({ name: `${top}/${name}`, path: join(staging, name) }))
  await ports.pack(zipOf(staging), files, run.signal)
}

/** Into its place, where a crash after the folder's has not left it there already. */
async function placeZip(staging: string, zip: string | null): Promise<void> {
  if (zip !== null && (await exists(zipOf(staging)))) await rename(zipOf(staging), zip)
}

async function listFiles(folder: string): Promise<OutputFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: OutputFile[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
    const { size } = await stat(path)
    files.push({ name: relative(folder, path).split(sep).join('/'), size, sha256: hash.digest('hex') })
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
}

const isOfDisk = (thrown: unknown): boolean =>
  !(thrown instanceof AppError) && thrown instanceof Error && 'code' in thrown && 'syscall' in thrown
