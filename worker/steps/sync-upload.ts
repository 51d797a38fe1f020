import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { CloudLink } from '#worker/api/cloud.ts'
import { type FileThere, type HashedFile, isSame, isStill, isStored } from '#worker/domain/cloud/compare.ts'
import type { CloudClient, RemoteFile } from '#worker/steps/cloud-port.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import { lookAtFile, mustBeClosed } from '#worker/steps/sync-open-files.ts'
import type { Mover, Moved, Proven } from '#worker/steps/sync-rounds.ts'

/** Milliseconds for which the server's list is believed. */
const trusted = { least: 60_000, most: 600_000 }

/**
 * Sends files, and believes that they are there once the server's list says so: an upload's own answer proves
 * nothing, and a broken one may have been stored all the same. What somebody else has put there since both sides were
 * compared is left alone: on a slow line that may be hours ago.
 *
 * @param sides both as they were compared
 */
export function uploads(
  { request, signal }: SyncRun,
  cloud: CloudClient,
  ports: SyncPorts,
  link: CloudLink,
  sides: { here: readonly HashedFile[]; there: readonly RemoteFile[] },
  onBytes: (name: string, bytes: number) => void,
): Mover {
  const { folder, projectId } = link
  const known = new Map(sides.here.map((file) => [file.name, file]))
  const compared = byName(sides.there)
  const host = new URL(cloud.server).host
  let look = { until: ports.now() + trusted.least, list: Promise.resolve(byName(sides.there)) }

  /** What the server has, as it was seen not long ago. */
  async function lookThere(isAnew: boolean): Promise<Map<string, FileThere>> {
    const began = ports.now()
    if (!isAnew && began < look.until) return look.list
    const list = cloud.files(projectId).then(byName)
    look = { until: Infinity, list }
    try {
      const found = await list
      // A long list on a slow line must not take the time of the files.
      const ms = 20 * (ports.now() - began)
      look.until = began + Math.min(trusted.most, Math.max(trusted.least, ms))
      return found
    } catch (thrown) {
      look.until = -Infinity
      throw thrown
    }
  }

  /**
   * Whether the server has it already: a try whose line broke may arrive late.
   *
   * @throws AppError project.changed: it has what somebody else put there
   */
  async function isThere(file: HashedFile, remote: string): Promise<boolean> {
    const its = (await lookThere(false)).get(remote) ?? null
    if (its !== null && isSame(file, its)) return true
    if (isStill(its, compared.get(remote) ?? null)) return false
    throw new AppError('project.changed', { file: remote })
  }

  /** The file as it is now. */
  async function lookAt(name: string): Promise<HashedFile> {
    mustBeClosed(folder, name)
    const before = known.get(name)
    const info = lookAtFile(folder, name)
    if (before !== undefined && info?.size === before.size && info.mtimeMs === before.mtimeMs) return before
    const [file] = await ports.hash(folder, [name], { signal })
    if (file === undefined) throw new AppError('input.missing', { path: join(folder, name) })
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
      if (await isThere(file, remote)) return file
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
      const there = await lookThere(true)
      return moved.map((one): Proven => {
        const { item } = one
        const ours = one.file ?? known.get(item.name) ?? null
        const its = there.get(item.remote)
        if (mayBeThere(one) && ours !== null && its !== undefined && isStored(ours, its)) {
          const { size, sha256 } = ours
          return { ...one, file: ours, base: { name: item.remote, size, sha256, etag: its.etag } }
        }
        // What it made of ours, as far as anybody knows.
        if (one.file !== null && its !== undefined) compared.set(item.remote, its)
        const lost = new AppError('cloud.notStored', { host, file: item.remote }).data
        return { ...one, error: one.error ?? (one.file === null ? null : lost), base: null }
      })
    },
  }
}

const byName = (files: readonly FileThere[]): Map<string, FileThere> =>
  new Map(files.map((file) => [file.name, file]))
