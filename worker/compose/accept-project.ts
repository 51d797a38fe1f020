import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { ApplyDeltasRequest } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import { CheckRequest, PackageRequest } from '#worker/api/projects.ts'
import { keepAll } from '#worker/compose/accept.ts'
import { checkFolder, mustBeFree } from '#worker/steps/folder.ts'
import type { Ledger } from '#worker/store/ledger.ts'

/**
 * Accepts a check. The folder is looked at when the job runs, and again when it is run again: a check is about what
 * stands there now.
 *
 * @throws AppError project.missing
 */
export async function acceptCheck(ledger: Ledger, asked: CheckRequest): Promise<Job> {
  const request = CheckRequest.parse(asked)
  const title = await titleOf(request.folder)
  return ledger.jobs.create({ type: 'process_projectfile', title, request, files: [] })
}

/** @throws AppError project.missing, output.occupied, output.readonly, output.full, package.inside */
export async function acceptPackage(ledger: Ledger, asked: PackageRequest): Promise<Job> {
  const request = PackageRequest.parse(asked)
  const title = await titleOf(request.folder)
  const folder = await folderOf(request.folder)
  if (isInside(request.out, folder) || isInside(await realOf(request.out), await realOf(folder)))
    throw new AppError('package.inside', { folder: request.out })
  await mustBeFree(request)
  await checkFolder(request.out)
  return ledger.jobs.create({ type: 'package', title, request, files: [] })
}

/**
 * Accepts deltas to apply. Their files are copied into the ledger first: from the answer on no change of a feature
 * that somebody collected can be lost, whatever becomes of the job.
 *
 * @throws AppError project.missing, input.missing, input.unreadable, deltas.none, store.*
 */
export async function acceptDeltas(ledger: Ledger, asked: ApplyDeltasRequest): Promise<Job> {
  const request = ApplyDeltasRequest.parse(asked)
  if (request.files.length === 0 && request.uuids.length === 0) throw new AppError('deltas.none')
  const title = await titleOf(request.folder)
  const files = await keepAll(
    ledger,
    request.files.map((path, index) => ({ path, name: `deltas/${index}-${basename(path)}` })),
  )
  return ledger.jobs.create({ type: 'delta_apply', title, request, files })
}

async function titleOf(folder: string): Promise<string> {
  return basename(await folderOf(folder))
}

/** The project's folder, where its project file was named instead. */
async function folderOf(folder: string): Promise<string> {
  const path = resolve(folder)
  try {
    return (await stat(path)).isDirectory() || extname(path) === '' ? path : dirname(path)
  } catch (cause) {
    throw new AppError('project.missing', { folder }, { cause })
  }
}

/** Without links, of a path whose end need not be there. */
async function realOf(path: string): Promise<string> {
  const parent = dirname(path)
  return realpath(path).catch(async () =>
    parent === path ? path : join(await realOf(parent), basename(path)),
  )
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, resolve(path))
  return way === '' || (!way.startsWith('..') && resolve(way) !== way)
}
