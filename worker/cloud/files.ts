import type * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { fetchFile } from '#worker/cloud/fetch-file.ts'
import { readOne, type Probe } from '#worker/cloud/probe.ts'
import { askJson, tell, type Cloudy } from '#worker/cloud/request.ts'
import { File, Listing, Package } from '#worker/cloud/shapes.ts'
import { upload } from '#worker/cloud/upload.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

type Files = Pick<
  CloudClient,
  'listing' | 'files' | 'file' | 'upload' | 'download' | 'deleteFile' | 'latestPackage' | 'downloadPackaged'
>

export function fileCalls(cloud: Cloudy, probe: Probe): Files {
  const listing: Files['listing'] = (projectId) => listFiles(cloud, probe, projectId, Listing)
  const files: Files['files'] = async (projectId) => (await listing(projectId)).files
  return {
    listing,
    files,
    async file(projectId, name) {
      if (await probe.isNew()) {
        const path = `files/metadata/${encodeURIComponent(projectId)}/${segments(name)}`
        return (await askJson(cloud, { path, file: name }, File)).value
      }
      const found = (await files(projectId)).find((file) => file.name === name)
      if (found === undefined) throw notListed(cloud, name)
      return found
    },
    upload: (projectId, name, path, how) => upload(cloud, filePath(projectId, name), name, path, how),
    download: (projectId, file, target, how) =>
      readOne(probe, fetchFile(cloud, { path: filePath(projectId, file.name) }, file, target, how)),
    deleteFile: (projectId, name) =>
      tell(cloud, { method: 'DELETE', path: filePath(projectId, name), file: name }),
    async latestPackage(projectId) {
      const asked = { path: `packages/${encodeURIComponent(projectId)}/latest` }
      try {
        const { value } = await readOne(probe, askJson(cloud, asked, Package))
        return { files: value.files, packagedAt: value.packaged_at ?? null }
      } catch (cause) {
        if (cause instanceof AppError && cause.data.params['told'] === 'invalid_job') return null
        throw cause
      }
    },
    downloadPackaged: (projectId, file, target, how) =>
      readOne(
        probe,
        fetchFile(
          cloud,
          { path: `packages/${encodeURIComponent(projectId)}/latest/files/${segments(file.name)}` },
          file,
          target,
          how,
        ),
      ),
  }
}

/** A project's files, as `shape` reads the list of them. */
export async function listFiles<T extends z.ZodType>(
  cloud: Cloudy,
  probe: Probe,
  projectId: string,
  shape: T,
): Promise<z.output<T>> {
  // Servers of 2024 would ask their storage for the sha256 of each file, one after the other.
  const asked = { path: `files/${encodeURIComponent(projectId)}`, query: { skip_metadata: 1 } }
  return (await readOne(probe, askJson(cloud, asked, shape))).value
}

/** What a server would say of it. */
export function notListed({ address }: Cloudy, file: string): AppError {
  return new AppError('cloud.notFound', { host: new URL(address).host, status: 404, file })
}

/** Below the API's address. */
export function filePath(projectId: string, name: string): string {
  return `files/${encodeURIComponent(projectId)}/${segments(name)}`
}

function segments(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
