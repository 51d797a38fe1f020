import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '#worker/api/doctor.ts'

/** The Node that the worker is written for. */
const nodeMinimum = 24

/** A project with 100,000 features and its basemap, built twice. */
const diskLowGb = 2
/** Nothing can be kept any more. */
const diskFullGb = 0.1

export function checkNode(version: string): Finding {
  const ok = Number.parseInt(version, 10) >= nodeMinimum
  const params = { version, minimum: nodeMinimum, reason: 'old' }
  return { id: 'node', state: ok ? 'ok' : 'warning', optional: false, params, mends: [] }
}

/** Can the ledger be written where it lies? Tried with a file, since rights alone do not tell. */
export async function checkSqlite(version: string, folder: string): Promise<Finding> {
  const trial = join(folder, `.trial-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(trial, 'x', { flush: true })
    return { id: 'sqlite', state: 'ok', optional: false, params: { version, folder }, mends: [] }
  } catch (thrown) {
    const cause = errnoOf(thrown)
    const mends: Finding['mends'] = cause === 'ENOSPC' ? [{ kind: 'freeDisk', folder }] : []
    return { id: 'sqlite', state: 'missing', optional: false, params: { version, folder, cause }, mends }
  } finally {
    await rm(trial, { force: true }).catch(() => undefined)
  }
}

/** Is there room for what a job keeps? Of several folders the tightest one counts. */
export async function checkDisk(folders: string[], freeBytes = freeBytesOf): Promise<Finding> {
  const rooms = await Promise.all(
    folders.map(async (folder) => ({ folder, free: toGb(await freeBytes(folder)) })),
  )
  const { folder, free } = rooms.reduce((tightest, room) => (room.free < tightest.free ? room : tightest))
  const state = free < diskFullGb ? 'missing' : free < diskLowGb ? 'warning' : 'ok'
  return {
    id: 'disk',
    state,
    optional: false,
    params: { folder, free, minimum: diskLowGb, reason: 'low' },
    mends: state === 'ok' ? [] : [{ kind: 'freeDisk', folder }],
  }
}

/** For a folder that does not exist yet, of the nearest one above it. */
async function freeBytesOf(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (thrown) {
    const above = join(folder, '..')
    if (errnoOf(thrown) !== 'ENOENT' || above === folder) throw thrown
    return freeBytesOf(above)
  }
}

/** Gigabytes as disks are sold, with one decimal. */
function toGb(bytes: number): number {
  return Math.floor(bytes / 1e8) / 10
}

function errnoOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
}
