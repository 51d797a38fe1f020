import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { DroneRequest, DroneResult } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import { droneTaskId, droneTasks, planDrone } from '#worker/domain/drone/plan-drone.ts'
import { safeProjectName } from '#worker/domain/drone/project-name.ts'
import { isExtent } from '#worker/domain/qgis/area.ts'
import { asker } from '#worker/steps/asker.ts'
import { fetchDem } from '#worker/steps/fetch-dem.ts'
import { addPlugin, pluginFolders } from '#worker/steps/plugin.ts'
import type {
  DownloadPort,
  FilesPort,
  PackPort,
  QgisPort,
  Reporter,
  UnpackPort,
} from '#worker/steps/ports.ts'
import { verified } from '#worker/steps/verified.ts'

export const droneSteps = [
  { id: 'tasks', weight: 1 },
  { id: 'fetch', weight: 4 },
  { id: 'build', weight: 2 },
  { id: 'verify', weight: 1 },
  { id: 'keep', weight: 1 },
]

export interface DroneRun {
  jobId: string
  request: DroneRequest
  /** A folder of this job's own, empty or left by an earlier attempt. */
  workFolder: string
  signal: AbortSignal
  report: Reporter
  /** Remembers outputs and result in the ledger. */
  keep(files: OutputFile[], result: DroneResult): void
}

export interface DronePorts {
  qgis: QgisPort
  files: FilesPort
  download: DownloadPort
  unpack: UnpackPort
  pack: PackPort
}

/**
 * A QField project for flying over task areas: one zip of one folder, both called as the project is.
 *
 * @throws AppError tasks.*, area.*, plugin.*, qgis.*, project.invalid, input.missing, output.*, job.cancelled
 */
export async function drone(run: DroneRun, ports: DronePorts): Promise<DroneResult> {
  const { request, report, signal, workFolder } = run
  if (!isExtent(request.extent)) throw new AppError('area.invalid', { extent: request.extent.join(',') })
  await rm(workFolder, { recursive: true, force: true })
  const folder = join(workFolder, 'project')
  const outputs = join(workFolder, 'outputs')
  for (const each of [folder, outputs]) await mkdir(each, { recursive: true })
  const inputs = await ports.files.layInputs(run.jobId, join(workFolder, 'inputs'))
  if (inputs.tasks === undefined) throw new AppError('input.missing', { path: 'tasks' })
  const name = safeProjectName(request.projectName)
  const ask = asker(ports.qgis, signal, report)

  report.step('tasks')
  const tasks = await ask('tasks', {
    path: inputs.tasks,
    aoi: null,
    extent: null,
    out: join(folder, `${droneTasks}.gpkg`),
    namespace: name,
    table: droneTasks,
    idField: droneTaskId,
  })

  report.step('fetch')
  const plugin = await addPlugin({ zip: inputs.plugin, folder, name, unpack: ports.unpack, signal })
  const dem = await fetchDem({ url: request.demUrl, folder, download: ports.download, ask, signal, report })

  report.step('build')
  const plan = planDrone({
    name,
    title: request.projectName,
    extent: request.extent,
    tasks,
    flight: request.flight ?? {},
    hasDem: dem.files.length > 0,
    folders: pluginFolders(plugin),
  })
  await ask('build', { plan, folder })

  report.step('verify')
  const layers = await verified(ask, plan, folder)

  report.step('keep')
  const own = [`${name}.qgs`, `${droneTasks}.gpkg`, ...dem.files]
  const packed = [...own, ...plugin].map((file) => ({ name: `${name}/${file}`, path: join(folder, file) }))
  await ports.pack(join(outputs, `${name}.zip`), packed, signal)
  const files = await ports.files.keepFolder(outputs)
  const result: DroneResult = {
    projectName: name,
    extent: request.extent,
    layers,
    issues: dem.issues,
    files,
  }
  run.keep(files, result)
  await rm(workFolder, { recursive: true, force: true })
  return result
}
