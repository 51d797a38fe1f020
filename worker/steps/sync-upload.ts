import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { CloudLink } from '#worker/api/cloud.ts'
import { type HashedFile, isStored } from '#worker/domain/cloud/compare.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import type { Mover, Moved, Proven } from '#worker/steps/sync-rounds.ts'

/**
 * Sends files, and believes that they are there once the server's list says so: an upload's own answer proves
 * nothing, and a broken one may have been stored all the same.
 */
export function uploads(
  { request, signal }: SyncRun,
  cloud: CloudClient,
  ports: SyncPorts,
  link: CloudLink,
  files: readonly HashedFile[],
  onBytes: (name: string, bytes: number) => void,
): Mover {
  const { folder, projectId } = link
  const known = new Map(files.map((file) => [file.name, file]))
  const host = new URL(cloud.server).host

  /** The file as it is now. */
  async function lookAt(name: string): Promise<HashedFile> {
    const path = join(folder, name)
    await mustBeClosed(folder, name)
    const before = known.get(name)
    const info = await stat(path).catch(() => null)
    if (before !== undefined && info?.size === before.size && info.mtimeMs === before.mtimeMs) return before
    const [file] = await ports.hash(folder, [name], { signal })
    if (file === undefined) throw new AppError('input.missing', { path })
    known.set(name, file)
    return file
  }

  /** What was sent, or may have been. */
  function mayBeThere({ file, error }: Moved): boolean {
    return file !== null || error?.code === 'cloud.unreachable'
  }

  return {
    async move({ name, remote }) {
      const file = await lookAt(name)
      const { limitRate } = request
      await cloud.upload(projectId, remote, join(folder, name), {
        signal,
        limitRate,
        onBytes: (bytes) => onBytes(name, bytes),
      })
      return file
    },
    async prove(moved) {
      if (!moved.some(mayBeThere)) return moved.map((one) => ({ ...one, base: null }))
      const list = await cloud.files(projectId)
      const there = new Map(list.map((file) => [file.name, file]))
      return moved.map((one): Proven => {
        const { item } = one
        const ours = one.file ?? known.get(item.name) ?? null
        const its = there.get(item.remote)
        if (mayBeThere(one) && ours !== null && its !== undefined && isStored(ours, its)) {
          const { size, sha256 } = ours
          return { ...one, file: ours, base: { name: item.remote, size, sha256, etag: its.etag } }
        }
        const lost = new AppError('cloud.notStored', { host, file: item.remote }).data
        return { ...one, error: one.error ?? (one.file === null ? null : lost), base: null }
      })
    },
  }
}

/**
 * A database whose journal has what the file has not is only half of itself.
 *
 * @throws AppError project.inUse
 */
export async function mustBeClosed(folder: string, name: string): Promise<void> {
  for (const ending of ['-wal', '-journal']) {
    const info = await stat(join(folder, `${name}${ending}`)).catch(() => null)
    if (info !== null && info.size > 0) throw new AppError('project.inUse', { file: name })
  }
}
