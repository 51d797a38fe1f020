import { basename } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { GenerateRequest } from '#worker/api/jobs.ts'
import { isExtent } from '#worker/domain/qgis/area.ts'
import { checkFolder } from '#worker/steps/folder.ts'
import type { InputRole } from '#worker/steps/ports.ts'

/** A file of a request, to be kept as `name`. */
export interface AcceptedFile {
  path: string
  name: string
}

/** Which files belong to one input, as `intake` knows it. */
export type Collect = (path: string, role: InputRole) => Promise<AcceptedFile[]>

/** What of a request are files. */
const roles = ['form', 'features', 'tasks', 'aoi', 'basemap'] as const

/**
 * Checks a request before anything is copied, and lists the files to keep: `<role>/<name>`.
 *
 * @throws AppError input.*, area.*, basemap.unreadable, output.*
 */
export async function acceptRequest(request: GenerateRequest, collect: Collect): Promise<AcceptedFile[]> {
  const { features, tasks, aoi, extent, basemap } = request
  if (extent !== undefined && !isExtent(extent))
    throw new AppError('area.invalid', { extent: extent.join(',') })
  if (!features && !tasks && !aoi && !extent) throw new AppError('area.missing')
  if (basemap !== undefined && !basemap.toLowerCase().endsWith('.mbtiles')) {
    throw new AppError('basemap.unreadable', { file: basename(basemap) })
  }
  const lists = await Promise.all(roles.map(async (role) => collectRole(role, request[role], collect)))
  await checkFolder(request.out)
  return lists.flat()
}

async function collectRole(
  role: InputRole,
  path: string | undefined,
  collect: Collect,
): Promise<AcceptedFile[]> {
  if (path === undefined) return []
  const files = await collect(path, role)
  return files.map((file) => ({ path: file.path, name: `${role}/${file.name}` }))
}
