import { chmod, mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { CloudLink } from '#worker/api/cloud.ts'
import { isServerError } from '#worker/domain/cloud/after-trouble.ts'
import { type FileHere, isStored } from '#worker/domain/cloud/compare.ts'
import { incomingFolder } from '#worker/domain/cloud/skip.ts'
import type { CloudClient, RemoteFile } from '#worker/steps/cloud-port.ts'
import { outputError } from '#worker/steps/folder.ts'
import { mustBeIdle } from '#worker/steps/sync-open-files.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'
import type { Mover } from '#worker/steps/sync-rounds.ts'

/**
 * Fetches files to a hidden folder in the project's, where a download that broke off goes on, and lets each take its
 * place once it is proven whole. What stood there is kept in the ledger before, and has to be what was compared.
 *
 * @param compared the folder's files as they were compared
 */
export function downloads(
  { jobId, request, signal }: SyncRun,
  cloud: CloudClient,
  ports: SyncPorts,
  link: CloudLink,
  sides: { there: readonly RemoteFile[]; here: readonly FileHere[] },
  onBytes: (name: string, bytes: number) => void,
): Mover {
  const { folder, projectId } = link
  const host = new URL(cloud.server).host
  const there = new Map(sides.there.map((file) => [file.name, file]))
  const compared = new Map(sides.here.map((file) => [file.name, file]))

  async function hashNow(name: string): Promise<FileHere | null> {
    const [file] = await ports.hash(folder, [name], { signal })
    return file ?? null
  }

  /** @throws AppError project.changed, project.inUse, cloud.unsafeName, output.* */
  async function takePlace(name: string, arrived: FileHere): Promise<void> {
    const path = join(folder, name)
    const incoming = join(folder, arrived.name)
    const now = await hashNow(name)
    if (now?.sha256 === arrived.sha256) return rm(incoming, { force: true })
    if (now?.sha256 !== compared.get(name)?.sha256) throw new AppError('project.changed', { file: name })
    mustBeIdle(folder, name)
    await mustBeInside(folder, dirname(path), name)
    if (now !== null) {
      const kept = await ports.keepFile(path)
      if (kept.sha256 !== now.sha256) throw new AppError('project.changed', { file: name })
      ports.ledger.items.keepBefore(jobId, { name: `before/${name}`, ...kept })
      await chmod(incoming, (await stat(path)).mode)
    }
    await rename(incoming, path)
  }

  /** @throws AppError cloud.failed, project.changed: only this file is not to be had; other `cloud.*` */
  async function fetch(name: string, file: RemoteFile, target: string): Promise<void> {
    const how = { signal, limitRate: request.limitRate, onBytes: (bytes: number) => onBytes(name, bytes) }
    await cloud.download(projectId, file, target, how).catch(async (thrown: unknown) => {
      if (!(thrown instanceof AppError) || thrown.code !== 'cloud.notFound') throw thrown
      const isListed = (await cloud.files(projectId)).some((one) => one.name === file.name)
      throw new AppError(isListed ? 'cloud.failed' : 'project.changed', {
        ...thrown.data.params,
        file: file.name,
      })
    })
  }

  return {
    async move({ name, remote }) {
      const file = there.get(remote)
      if (file === undefined) throw new AppError('cloud.notFound', { host, file: remote })
      const incoming = `${incomingFolder}/${name}`
      await fetch(name, file, join(folder, incoming))
      const arrived = await hashNow(incoming)
      // What is on the disk, and not what came over the line.
      if (arrived === null || !isStored(arrived, file))
        throw new AppError('cloud.broken', { host, file: remote })
      try {
        await takePlace(name, arrived)
      } catch (cause) {
        throw placeError(cause, folder, name)
      }
      return { ...arrived, name }
    },
    async prove(moved) {
      // A server that is in trouble as a whole is waited for.
      if (moved.some(({ error }) => error !== null && isServerError(error))) await cloud.files(projectId)
      return moved.map((one) => {
        const its = there.get(one.item.remote)
        if (one.file === null || its === undefined) return { ...one, base: null }
        const { size, sha256 } = one.file
        return { ...one, base: { name: one.item.remote, size, sha256, etag: its.etag } }
      })
    },
  }
}

/** Nothing is left to come: what is still there belongs to files that need not come any more. */
export async function clearIncoming(folder: string): Promise<void> {
  await rm(join(folder, incomingFolder), { recursive: true, force: true })
}

/** A folder in the project's may be a link that leads out of it. */
async function mustBeInside(folder: string, parent: string, file: string): Promise<void> {
  for (let above = parent; ; above = dirname(above)) {
    const real = await realpath(above).catch(() => null)
    if (real === null) continue
    const way = relative(await realpath(folder), real)
    if (way === '..' || way.startsWith(`..${sep}`)) throw new AppError('cloud.unsafeName', { file })
    break
  }
  await mkdir(parent, { recursive: true })
}

function placeError(cause: unknown, folder: string, file: string): unknown {
  if (cause instanceof AppError) return cause
  const { code } = cause as NodeJS.ErrnoException
  // Windows renames over no file that is open.
  if (code === 'EBUSY' || code === 'EPERM') return new AppError('project.inUse', { file }, { cause })
  return code === undefined ? cause : outputError(cause, folder)
}
