import { mkdir, rename, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { BasemapRequest, BasemapResult } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import { layerId } from '#worker/domain/qgis/hash.ts'
import { asker } from '#worker/steps/asker.ts'
import { kindOf } from '#worker/steps/kind-of.ts'
import type {
  CloudFile,
  CloudPort,
  DownloadPort,
  FilesPort,
  QgisPort,
  Reporter,
} from '#worker/steps/ports.ts'
import { layerOf } from '#worker/steps/verified.ts'

export const basemapSteps = [
  { id: 'fetch', weight: 8 },
  { id: 'build', weight: 1 },
  { id: 'keep', weight: 1 },
]

/** What Field-TM's backend, which uploads it itself, calls the file. */
const basemapFile = 'basemap.mbtiles'
/** Bytes of the largest .mbtiles: QFieldCloud's own limit of a file. */
const limit = 10 * 1024 ** 3

export interface BasemapRun {
  jobId: string
  request: BasemapRequest
  /** A folder of this job's own, empty or left by an earlier attempt. */
  workFolder: string
  signal: AbortSignal
  report: Reporter
  /** Remembers outputs and result in the ledger. */
  keep(files: OutputFile[], result: BasemapResult): void
}

export interface BasemapPorts {
  qgis: QgisPort
  files: FilesPort
  download: DownloadPort
  /** Signs in for a job. @throws AppError cloud.noAccount, cloud.* */
  signIn(jobId: string, signal: AbortSignal): Promise<CloudPort>
}

/**
 * An offline basemap into a project of QFieldCloud: the project's files as they are to be there, but for the .mbtiles,
 * which whoever asked has too. Nothing is changed in QFieldCloud.
 *
 * @throws AppError cloud.*, download.*, basemap.*, project.unreadable, qgis.*, output.full, job.cancelled
 */
export async function basemap(run: BasemapRun, ports: BasemapPorts): Promise<BasemapResult> {
  const { request, report, signal, workFolder } = run
  await rm(workFolder, { recursive: true, force: true })
  const folder = join(workFolder, 'project')
  await mkdir(folder, { recursive: true })

  report.step('fetch')
  const cloud = await ports.signIn(run.jobId, signal)
  const files = await cloud.files(request.projectId)
  const project = onlyProject(files)
  const target = posix.join(posix.dirname(project), basemapFile)
  const fetched = join(workFolder, basemapFile)
  const there = await ports.download(request.basemapUrl, fetched, {
    limit,
    signal,
    onProgress: (value) => report.progress(value / 2),
  })
  if ((await kindOf(fetched)) !== 'sqlite') throw new AppError('basemap.unreadable', { file: basemapFile })
  await fetchFiles(run, cloud, files.filter(isNeeded(target)), folder)

  report.step('build')
  // Where the project's own files are it has the name under which the project finds it.
  await rename(fetched, join(folder, target))
  const ask = asker(ports.qgis, signal, report)
  const { layer } = await ask('basemap', {
    project: join(folder, project),
    file: basemapFile,
    id: layerId(request.projectId, 'basemap'),
  })
  await rm(join(folder, target))

  report.step('keep')
  const kept = await ports.files.keepFolder(folder)
  const result: BasemapResult = {
    project,
    basemap: { name: target, ...there },
    layers: [layerOf(layer)],
    issues: [],
    files: kept,
  }
  run.keep(kept, result)
  await rm(workFolder, { recursive: true, force: true })
  return result
}

/** @throws AppError basemap.notOneProject */
function onlyProject(files: readonly CloudFile[]): string {
  const [project, ...others] = files.filter(({ name }) => /\.qgz$/i.test(name))
  if (project === undefined || others.length > 0)
    throw new AppError('basemap.notOneProject', { count: project === undefined ? 0 : others.length + 1 })
  return project.name
}

/** Photos of features make no difference, and the new basemap takes the place of an older one. */
function isNeeded(older: string) {
  return ({ name, isAttachment }: CloudFile): boolean => !isAttachment && name !== older
}

async function fetchFiles(
  { request, report, signal }: BasemapRun,
  cloud: CloudPort,
  files: readonly CloudFile[],
  folder: string,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 1)
  let done = 0
  for (const file of files) {
    signal.throwIfAborted()
    await cloud.download(request.projectId, file, join(folder, file.name))
    done += file.size
    report.progress(0.5 + done / total / 2)
  }
}
