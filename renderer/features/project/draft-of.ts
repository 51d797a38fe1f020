import type { FileRef } from '#electron/api/files.ts'
import type { Draft, Division } from '#renderer/features/project/draft.ts'
import { formatExtent } from '#renderer/features/project/extent.ts'
import { GenerateRequest, type Job } from '#worker/api/jobs.ts'

/**
 * The draft that led to a job, to be changed and built again; null for jobs that were not made by one. Somebody else's
 * job was not: its files never stood on this computer but in the ledger.
 */
export function draftOf(job: Job): Partial<Draft> | null {
  const parsed = GenerateRequest.safeParse(job.request)
  if (job.type !== 'generate' || job.origin !== null || !parsed.success) return null
  const request = parsed.data
  return {
    title: request.title,
    form: fileAt(request.form),
    features: fileAt(request.features),
    tasks: fileAt(request.tasks),
    area: fileAt(request.aoi),
    basemap: fileAt(request.basemap),
    language: request.language ?? null,
    division: divisionOf(request),
    extent: request.extent ? formatExtent(request.extent) : '',
    openStreetMap: request.openStreetMap,
  }
}

function divisionOf(request: GenerateRequest): Division {
  if (request.tasks !== undefined) return 'tasks'
  if (request.aoi !== undefined) return 'area'
  return request.extent ? 'extent' : 'around'
}

/** A file known by its path alone; its size is not known here, and 0 shows none. */
export function fileAt(path: string): FileRef
export function fileAt(path: string | undefined): FileRef | null
export function fileAt(path: string | undefined): FileRef | null {
  if (path === undefined) return null
  return { path, name: path.split(/[\\/]/).at(-1) ?? path, size: 0, isFolder: false }
}
