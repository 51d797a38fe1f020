import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import type { PackageRequest, PackageResult } from '#worker/api/projects.ts'
import { layerTable } from '#worker/domain/feedback/layer-table.ts'
import { layersData } from '#worker/domain/feedback/layers-data.ts'
import { lostFinding } from '#worker/domain/package/findings-of.ts'
import { judgeAudit } from '#worker/domain/package/judge-audit.ts'
import type { PackagePlan, PackageReport } from '#worker/domain/package/plan.ts'
import { planPackage } from '#worker/domain/package/plan-package.ts'
import {
  exists,
  moveIntoPlace,
  mustBeFree,
  isThere,
  outputError,
  stagingOf,
  zipOf,
} from '#worker/steps/folder.ts'
import { listFiles } from '#worker/steps/list-files.ts'
import { isAttachment, openCopy, type ProjectCopy } from '#worker/steps/open-copy.ts'
import type { PackPort } from '#worker/steps/ports.ts'
import { withQgis, type ProjectPorts, type ProjectRun } from '#worker/steps/project-job.ts'
import { runWorkflow, type Draft, type Flow } from '#worker/steps/workflow.ts'

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

/** `earlier` had been made and was about to be put in its place. */
export type PackageRun = ProjectRun<z.output<typeof PackageRequest>, PackageResult>

export interface PackagePorts extends ProjectPorts {
  pack: PackPort
}

/** A package in the making. */
interface Making {
  run: PackageRun
  ports: PackagePorts
  flow: Flow
  /** Where it is made, beside its place. */
  staging: string
  draft: Draft<PackageResult>
}

/**
 * package: a project's folder as QField takes it along. It is made beside its place, opened again by a QGIS that
 * knows nothing and has no network, counted, and only then renamed into place: a package that lost a layer or a
 * feature never appears.
 *
 * @throws AppError input.*, project.*, package.*, qgis.*, output.*, job.cancelled
 */
export async function packageProject(run: PackageRun, ports: PackagePorts): Promise<PackageResult> {
  const { request, earlier } = run
  const { out } = request
  const staging = stagingOf(out, run.jobId)
  if (earlier?.project != null && (await isThere(out, earlier.packageFiles))) {
    await placeZip(staging, earlier.zip)
    return earlier
  }
  const draft: Draft<PackageResult> = {
    folder: out,
    project: null,
    zip: null,
    layers: [],
    findings: [],
    packageFiles: [],
  }
  try {
    return await runWorkflow('package_project', run, ports, draft, async (flow) => {
      await mustBeFree(request)
      await emptyFolder(staging)
      const making = { run, ports, flow, staging, draft }
      const made = await make(making)
      await audit(making, made)
      flow.enter('upload_packaged_project')
      await addAttachments(making, made.copy)
      draft.packageFiles = await listFiles(staging)
      draft.project = join(out, made.plan.projectFile)
      if (request.zip) draft.zip = await packZip(making)
      await flow.remember()
      run.signal.throwIfAborted()
      await mustBeFree(request)
      await moveIntoPlace(staging, out)
      await placeZip(staging, draft.zip)
      flow.log('info', `Package of ${draft.packageFiles.length} files in ${out}`)
    })
  } catch (thrown) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
    await rm(zipOf(staging), { force: true }).catch(() => undefined)
    throw outputError(thrown, out)
  }
}

interface Made {
  copy: ProjectCopy
  plan: PackagePlan
  report: PackageReport
}

async function make({ run, ports, flow, staging, draft }: Making): Promise<Made> {
  const { actions, leaveOut, offline } = run.request
  flow.enter('start_qgis_app')
  return withQgis(run, ports, flow, async (qgis) => {
    const copy = await qgis.copy('qgis_layers_data')
    const { root, project, survey } = copy
    flow.enter('qgis_layers_data')
    const opened = await openCopy(copy, qgis.ask, { offline, thumbnail: null })
    flow.log('info', layerTable(opened.layers), 'root')
    flow.output('layers_by_id', layersData(opened.layers))
    flow.enter('package_project')
    const files = survey.files.map(({ name }) => name)
    const { plan, lost, findings } = planPackage({ opened, actions, leaveOut, root, files })
    draft.findings = findings
    if (lost.length > 0) {
      draft.findings = [...lost.map(lostFinding), ...findings]
      for (const { name, why } of lost) flow.log('error', `Layer "${name}" cannot be packaged: ${why}`)
      throw new AppError('package.layerLost', {
        layers: lost.map(({ name }) => name).join(', '),
        count: lost.length,
      })
    }
    const report = await qgis.ask('package', { project, root, plan, out: staging, offline })
    draft.findings = [...findings, ...(await qgis.weigh())]
    return { copy, plan, report }
  })
}

/** Opened again in a process that has seen nothing of the making. */
async function audit({ run, ports, flow, staging, draft }: Making, { plan, report }: Made): Promise<void> {
  flow.enter('qfield_layer_data')
  await withQgis(run, ports, flow, async (qgis) => {
    const seen = await qgis.ask('audit', { project: join(staging, plan.projectFile), root: staging, plan })
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
async function addAttachments({ run, ports, staging }: Making, { survey, file }: ProjectCopy): Promise<void> {
  const dirs = [...file.attachmentDirs, ...file.dataDirs]
  for (const dir of file.attachmentDirs.filter(isOwn)) await mkdir(join(staging, dir), { recursive: true })
  await ports.folders.copy({
    survey,
    to: staging,
    leaveOut: (name) => !isAttachment(name, dirs),
    links: 'followed',
    signal: run.signal,
  })
}

/** A folder of the package's own, at its top: QField makes deeper ones where it needs them. */
const isOwn = (dir: string): boolean => /^[^./\\:][^/\\:]*$/.test(dir)

/** Answers where the archive is to stand. */
async function packZip({ run, ports, staging, draft }: Making): Promise<string> {
  const top = basename(run.request.out)
  const files = draft.packageFiles.map(({ name }) => ({ name: `${top}/${name}`, path: join(staging, name) }))
  await ports.pack(zipOf(staging), files, run.signal)
  return zipOf(run.request.out)
}

/** Into its place, where a crash after the folder's has not left it there already. */
async function placeZip(staging: string, zip: string | null): Promise<void> {
  if (zip !== null && (await exists(zipOf(staging)))) await rename(zipOf(staging), zip)
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
}
