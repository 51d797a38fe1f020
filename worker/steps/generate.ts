import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { Issue } from '#worker/api/issues.ts'
import type { GenerateRequest, GenerateResult } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import type { Extent } from '#worker/api/sources.ts'
import { bufferExtent } from '#worker/domain/qgis/area.ts'
import { demote, expressionsOf } from '#worker/domain/qgis/demote.ts'
import type { FeaturesReport, ProjectPlan, TasksReport } from '#worker/domain/qgis/plan.ts'
import { answersOf } from '#worker/domain/qgis/prefill.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { slugOf } from '#worker/domain/qgis/slug.ts'
import { writeQm } from '#worker/domain/qgis/translation/qm.ts'
import { compileForm, type CompiledForm } from '#worker/domain/xlsform/compile.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import { asker, type Ask } from '#worker/steps/asker.ts'
import { copyMedia } from '#worker/steps/copy-media.ts'
import { publish } from '#worker/steps/folder.ts'
import type { FilesPort, InputRole, QgisPort, Reporter, WorkbookPort } from '#worker/steps/ports.ts'
import { verified } from '#worker/steps/verified.ts'

/** Steps of the main job with their share of its time, measured at 30,000 features. */
export const generateSteps = [
  { id: 'form', weight: 1 },
  { id: 'features', weight: 8 },
  { id: 'tasks', weight: 1 },
  { id: 'plan', weight: 1 },
  { id: 'build', weight: 2 },
  { id: 'verify', weight: 1 },
  { id: 'keep', weight: 1 },
  { id: 'publish', weight: 1 },
]

export interface GenerateRun {
  jobId: string
  request: GenerateRequest
  /** A folder of this job's own, empty or left by an earlier attempt. */
  workFolder: string
  signal: AbortSignal
  report: Reporter
  /** What an earlier attempt had finished, to be published only. */
  earlier: GenerateResult | null
  /** Remembers outputs and result in the ledger: from here on a crash only repeats the publishing. */
  keep(files: OutputFile[], result: GenerateResult): void
}

export interface GeneratePorts {
  qgis: QgisPort
  files: FilesPort
  workbooks: WorkbookPort
}

/**
 * The main job: form, features and tasks in, a checked QField project out. Everything happens in the work
 * folder on copies; the project's folder appears whole or not at all.
 *
 * @throws AppError form.*, features.*, tasks.*, area.*, basemap.*, qgis.*, project.invalid, output.*, job.cancelled
 */
export async function generate(run: GenerateRun, ports: GeneratePorts): Promise<GenerateResult> {
  const result = run.earlier ?? (await make(run, ports))
  run.report.step('publish')
  run.signal.throwIfAborted()
  await publish(result, run.jobId, ports.files)
  run.report.log('info', `project in ${result.folder}`)
  await rm(run.workFolder, { recursive: true, force: true })
  return result
}

async function make(run: GenerateRun, { qgis, files, workbooks }: GeneratePorts): Promise<GenerateResult> {
  const { request, report, signal, workFolder } = run
  await rm(workFolder, { recursive: true, force: true })
  const folder = join(workFolder, 'project')
  await mkdir(folder, { recursive: true })
  const inputs = await files.layInputs(run.jobId, join(workFolder, 'inputs'))
  const slug = slugOf(request.title)

  report.step('form')
  const form = await compile(inputs, request, workbooks, signal)
  const ask = asker(qgis, signal, report)

  report.step('features')
  const area = await areaOf(inputs, request, ask)
  const features = await passFeatures({ inputs, folder, slug, form, area, ask })

  report.step('tasks')
  const tasks = await passTasks({ inputs, request, folder, slug, features, ask })

  report.step('plan')
  const basemap = await layBasemap(inputs, folder)
  const drawn = planProject({
    form,
    title: request.title,
    slug,
    features,
    tasks,
    basemap,
    openStreetMap: request.openStreetMap ?? true,
    openInEditMode: request.openInEditMode ?? true,
  })
  const { failures } = await ask('expressions', { items: expressionsOf(drawn.plan) })
  const demoted = demote(drawn.plan, failures, form)

  report.step('build')
  await writeTranslations(demoted.plan, folder)
  await copyMedia(form, folder)
  await ask('build', { plan: demoted.plan, folder })

  report.step('verify')
  const layers = await verified(ask, demoted.plan, folder)

  report.step('keep')
  const kept = await files.keepFolder(folder)
  const result: GenerateResult = {
    folder: request.out,
    project: join(request.out, `${slug}.qgz`),
    slug,
    title: request.title,
    extent: demoted.plan.extent,
    layers,
    issues: [...form.issues, ...drawn.issues, ...demoted.issues] satisfies Issue[],
    files: kept,
    folders: demoted.plan.folders,
  }
  run.keep(kept, result)
  return result
}

type Inputs = Partial<Record<InputRole, string>>
async function compile(
  inputs: Inputs,
  request: GenerateRequest,
  workbooks: WorkbookPort,
  signal: AbortSignal,
): Promise<CompiledForm> {
  if (inputs.form === undefined) throw new AppError('input.missing', { file: request.form })
  const workbook = await workbooks.read(inputs.form, signal)
  return compileForm(workbook, { language: request.language, words: workbooks.words })
}

/** The work area's box as far as it is known before the features are read. */
async function areaOf(inputs: Inputs, request: GenerateRequest, ask: Ask): Promise<Extent | null> {
  if (request.extent) return request.extent
  const path = inputs.tasks ?? inputs.aoi
  return path === undefined ? null : (await ask('inspect', { path })).extent
}

async function passFeatures(pass: {
  inputs: Inputs
  folder: string
  slug: string
  form: CompiledForm
  area: Extent | null
  ask: Ask
}): Promise<FeaturesReport | null> {
  if (pass.inputs.features === undefined) return null
  return pass.ask('features', {
    path: pass.inputs.features,
    out: join(pass.folder, `${pass.slug}_data.gpkg`),
    reserved: summariseForm(pass.form).fields.map((field) => field.name),
    answers: answersOf(pass.form),
    namespace: pass.slug,
    area: pass.area,
  })
}

/** Tasks from polygons, else one task from the area: given, or around the features. */
async function passTasks(pass: {
  inputs: Inputs
  request: GenerateRequest
  folder: string
  slug: string
  features: FeaturesReport | null
  ask: Ask
}): Promise<TasksReport> {
  const { inputs, request, features } = pass
  const path = inputs.tasks ?? null
  const aoi = inputs.aoi ?? null
  const around = request.extent ?? (features ? bufferExtent(features.extent) : null)
  if (path === null && aoi === null && around === null) throw new AppError('area.missing')
  return pass.ask('tasks', {
    path,
    aoi: path === null ? aoi : null,
    extent: path === null && aoi === null ? around : null,
    out: join(pass.folder, 'tasks.gpkg'),
    namespace: pass.slug,
  })
}

/** The offline basemap moves from the inputs into the project: it may be too large for one copy more. */
async function layBasemap(inputs: Inputs, folder: string): Promise<{ file: string } | null> {
  if (inputs.basemap === undefined) return null
  const file = 'basemap.mbtiles'
  await rename(inputs.basemap, join(folder, file))
  return { file }
}

/**
 * The form's other languages as files that QGIS and QField find by the project's name and their own locale: beside the
 * .qgz from QGIS 3.44 on; for older ones the session packs them into it as well.
 */
async function writeTranslations({ translations }: ProjectPlan, folder: string): Promise<void> {
  for (const { files, messages } of translations) {
    for (const { name, locale } of files) await writeFile(join(folder, name), writeQm(messages, locale))
  }
}
