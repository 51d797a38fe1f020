import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { diskError } from '#worker/domain/disk-error.ts'
import type { Finding } from '#worker/api/projects.ts'
import { createFileIndex } from '#worker/domain/project/file-index.ts'
import { isGeodata } from '#worker/domain/project/geodata.ts'
import type { ProjectFile } from '#worker/domain/project/opened.ts'
import { type FolderSurvey, onlyProject } from '#worker/domain/project/survey.ts'
import { collectOutside } from '#worker/intake/collect-outside.ts'
import { copyProject } from '#worker/intake/copy-project.ts'

export type Fix = NonNullable<Finding['fix']>

/** What QGIS does for a mend. */
export interface MendSession {
  projectFile(project: string): Promise<Pick<ProjectFile, 'layers'>>
  mendProject(mend: {
    project: string
    sources: { layerId: string; file: string }[]
    removed: string[]
  }): Promise<unknown>
}

export interface Mend {
  survey: FolderSurvey
  /** The copy's folder, absolute: not there yet or empty, and not inside the project. */
  to: string
  /** Of findings; of several for one layer the first counts. */
  fixes: readonly Fix[]
  session: MendSession
  signal: AbortSignal
  /** 0..1 of the copying. */
  onProgress?: (value: number) => void
}

/**
 * Makes a whole copy of a project's folder, photos and all, with the fixes made in it. It appears when it is ready, or
 * not at all; the project itself is only read. A file from outside comes along only where the project's own layer names
 * it and it is map data.
 *
 * @returns how many fixes were made
 * @throws AppError output.occupied, output.readonly, output.full, package.inside, input.*, project.*; the signal's reason
 */
export async function mendFolder(mend: Mend): Promise<{ folder: string; mended: number }> {
  const { survey, to, session, signal, onProgress } = mend
  await checkTarget(survey.folder, to)
  const [unread] = survey.unreadable
  if (unread !== undefined) throw new AppError('input.unreadable', { file: unread })
  if (survey.more) throw new AppError('project.mendFailed', {}, { detail: 'more files than a survey lists' })
  const staging = join(dirname(to), `.${basename(to)}.${randomUUID().slice(0, 8)}.partial`)
  try {
    const copied = await copyProject({
      survey,
      to: staging,
      leaveOut: () => false,
      links: 'kept',
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    })
    const project = join(staging, onlyProject(survey))
    const { layers } = await session.projectFile(project)
    const named = new Map(layers.map(({ id, source }) => [id, source]))
    const fixes = firstOfEach(mend.fixes)
    const sources = await readySources(mend, fixes, named, staging, new Set(copied.map(({ name }) => name)))
    const removed = fixes
      .filter(({ kind, layerId }) => kind === 'remove' && named.has(layerId))
      .map(({ layerId }) => layerId)
    signal.throwIfAborted()
    if (sources.length + removed.length > 0) await session.mendProject({ project, sources, removed })
    // An empty folder may stand where the copy goes; Windows does not rename over it.
    await rmdir(to).catch(() => undefined)
    await rename(staging, to)
    return { folder: to, mended: sources.length + removed.length }
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
    signal.throwIfAborted()
    throw mendError(cause, to)
  }
}

function firstOfEach(fixes: readonly Fix[]): Fix[] {
  return [...Map.groupBy(fixes, ({ layerId }) => layerId).values()].flatMap((all) => all.slice(0, 1))
}

/** Brings what is to be collected in; answers which file each layer is to read. */
async function readySources(
  { survey, signal }: Mend,
  fixes: readonly Fix[],
  named: ReadonlyMap<string, string>,
  staging: string,
  taken: Set<string>,
): Promise<{ layerId: string; file: string }[]> {
  const index = createFileIndex(survey.files)
  const collected = new Map<string, string>()
  const sources: { layerId: string; file: string }[] = []
  for (const { kind, layerId, file } of fixes) {
    const source = named.get(layerId)
    if (source === undefined) continue
    if (kind === 'source' && index.has(file)) sources.push({ layerId, file })
    if (kind !== 'collect' || !isGeodata(file) || !names(source, file)) continue
    const from = resolve(survey.folder, file)
    const name = collected.get(from) ?? (await collectOutside(from, staging, taken, signal))
    collected.set(from, name)
    sources.push({ layerId, file: name })
  }
  return sources
}

/** Whether a data source of the project names the file, however it writes its slashes. */
function names(source: string, file: string): boolean {
  const plain = (text: string) => text.replaceAll('\\', '/')
  return plain(source).includes(plain(file)) || plain(safeDecode(source)).includes(plain(file))
}

/** A CSV's source is an address with escapes. */
function safeDecode(source: string): string {
  try {
    return decodeURIComponent(source)
  } catch {
    return source
  }
}

async function checkTarget(folder: string, to: string): Promise<void> {
  const way = relative(folder, to)
  if (way === '' || !(way.startsWith('..') || isAbsolute(way)))
    throw new AppError('package.inside', { folder: to })
  const there = await readdir(to).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw new AppError('output.occupied', { folder: to }, { cause })
  })
  if (there.length > 0) throw new AppError('output.occupied', { folder: to })
  await mkdir(dirname(to), { recursive: true }).catch((cause: unknown) => {
    throw mendError(cause, to)
  })
}

function mendError(cause: unknown, folder: string): AppError {
  const told = diskError(cause, folder, { mustBeFree: true })
  return told instanceof AppError ? told : new AppError('project.mendFailed', {}, { cause })
}
