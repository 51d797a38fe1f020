import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { fetchFile } from '#worker/cloud/fetch-file.ts'
import { filePath, listFiles, notListed } from '#worker/cloud/files.ts'
import { readOne, type Probe } from '#worker/cloud/probe.ts'
import { tell, type Cloudy } from '#worker/cloud/request.ts'
import { Versions } from '#worker/cloud/shapes.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type { CloudClient, RemoteVersion } from '#worker/steps/cloud-port.ts'

export function versionCalls(
  cloud: Cloudy,
  probe: Probe,
): Pick<CloudClient, 'versions' | 'downloadVersion' | 'deleteVersion'> {
  async function versions(projectId: string, name: string): Promise<RemoteVersion[]> {
    if (!isSafeName(name)) throw new AppError('cloud.unsafeName', { file: name.slice(0, 200) })
    const listed = await listFiles(cloud, probe, projectId, z.array(Versions))
    const found = listed.find((file) => file.name === name)
    if (found === undefined) throw notListed(cloud, name)
    return found.versions
  }
  return {
    versions,
    downloadVersion: (projectId, version, target, how) => {
      const source = { path: filePath(projectId, version.name), query: { version: version.id } }
      return readOne(probe, fetchFile(cloud, source, version, target, how))
    },
    async deleteVersion(projectId, { name, id }) {
      // As it is now: servers of 2024 delete the last one with its file, without a word.
      const found = (await versions(projectId, name)).find((version) => version.id === id)
      if (found === undefined) throw notListed(cloud, name)
      if (found.isLatest)
        throw new AppError('cloud.lastVersion', { host: new URL(cloud.address).host, file: name })
      await tell(cloud, {
        method: 'DELETE',
        path: filePath(projectId, name),
        file: name,
        // Said twice: a proxy that drops either would have the whole file deleted.
        query: { version: id },
        headers: { 'x-file-version': id },
      })
    },
  }
}
