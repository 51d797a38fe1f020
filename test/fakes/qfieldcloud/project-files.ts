import { randomBytes, randomUUID } from 'node:crypto'
import { isQgisFile, readQgisFile } from '#test/fakes/qfieldcloud/qgis-file.ts'
import type { Blob, CloudState, FileVersion, Project } from '#test/fakes/qfieldcloud/state.ts'

export function qgisFileOf({ files }: Project): string | null {
  return [...files.keys()].find(isQgisFile) ?? null
}

export function isAttachment({ attachmentDirs }: Project, name: string): boolean {
  return attachmentDirs.some((folder) => name.startsWith(`${folder}/`))
}

/** As servers write the moment of a file's last change. */
export function writtenAt(at: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(at).toISOString()) ?? []
  return `${day}.${month}.${year} ${time} UTC`
}

/** Adds a version and drops those that the owner's plan does not keep. */
export async function addVersion(
  state: CloudState,
  project: Project,
  name: string,
  blob: Blob,
  by: string,
  told: FileVersion['told'] = {},
): Promise<FileVersion> {
  const version: FileVersion = {
    ...blob,
    id: state.profile === '2024' ? randomBytes(16).toString('hex') : randomUUID(),
    at: state.now(),
    by,
    told,
    qgis: isQgisFile(name) ? await readQgisFile(blob.path, name) : null,
  }
  const kept = state.accounts.get(project.owner)?.plan.code === 'community' ? 3 : 10
  project.files.set(name, [...(project.files.get(name) ?? []), version].slice(-kept))
  project.dataUpdatedAt = state.now()
  project.updatedAt = state.now()
  return version
}
