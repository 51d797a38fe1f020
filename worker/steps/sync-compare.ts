import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { SyncFile } from '#worker/api/cloud.ts'
import { inAttachmentFolder } from '#worker/domain/cloud/attachment-folder.ts'
import { isProjectFile } from '#worker/domain/cloud/check-file.ts'
import {
  compare,
  type Compared,
  type FileBase,
  type FileThere,
  type HashedFile,
  isSame,
} from '#worker/domain/cloud/compare.ts'
import { joinFamilies } from '#worker/domain/cloud/families.ts'
import { syncFileOf, withParts } from '#worker/domain/cloud/plan-trips.ts'
import { obstaclesOf } from '#worker/domain/cloud/refuse.ts'
import { isSkipped, journaled } from '#worker/domain/cloud/skip.ts'
import { type FolderSurvey, isReadable, onlyProject } from '#worker/domain/project/survey.ts'
import type { ComparePorts } from '#worker/steps/sync-ports.ts'

/** A folder as it stands. */
export interface Here {
  survey: FolderSurvey
  /** Absolute. */
  folder: string
  /** Relative; null where there is no project file (yet). */
  project: string | null
  files: HashedFile[]
  isAttachment: (name: string) => boolean
}

/** Milliseconds after a change in which another one could have the same time. */
const unsafe = 2000

/**
 * Lists a folder and hashes what was not hashed before.
 *
 * @throws AppError input.*, project.several, project.changing; the signal's reason
 */
export async function lookHere(
  asked: string,
  ports: ComparePorts,
  { signal, onProgress }: { signal: AbortSignal; onProgress?: (value: number) => void },
): Promise<Here> {
  const survey = await ports.survey(asked, signal)
  const { folder } = survey
  const project = survey.asked === null && survey.projects.length === 0 ? null : onlyProject(survey)
  const isOurs = (file: FolderSurvey['files'][number]) => !isSkipped(file.name) && isReadable(file)
  const files = await hashed(folder, survey.files.filter(isOurs), ports, signal, onProgress)
  const dirs =
    project === null ? [] : await ports.attachmentDirs(join(folder, project), signal).catch(() => [])
  signal.throwIfAborted()
  return { survey, folder, project, files, isAttachment: (name) => inAttachmentFolder(name, dirs, 'server') }
}

async function hashed(
  folder: string,
  files: FolderSurvey['files'],
  { ledger, hash, now }: ComparePorts,
  signal: AbortSignal,
  onProgress: (value: number) => void = () => undefined,
): Promise<HashedFile[]> {
  const known = new Map(ledger.hashes.list(folder).map((file) => [file.name, file]))
  const isKnown = ({ name, size, mtimeMs }: FolderSurvey['files'][number]) => {
    const before = known.get(name)
    return before?.size === size && before.mtimeMs === mtimeMs
  }
  const due = files.filter((file) => !isKnown(file))
  const total = due.reduce((sum, { size }) => sum + size, 0)
  const began = now()
  const fresh = await hash(
    folder,
    due.map(({ name }) => name),
    { signal, onBytes: (bytes) => onProgress(total === 0 ? 1 : Math.min(1, bytes / total)) },
  )
  const names = new Set(files.map(({ name }) => name))
  ledger.hashes.update(
    folder,
    // Another change could follow within the time that its clock tells.
    fresh.filter(({ mtimeMs }) => mtimeMs < began - unsafe),
    [...known.keys()].filter((name) => !names.has(name)),
  )
  const read = new Set(due.map(({ name }) => name))
  return [...fresh, ...[...known.values()].filter(({ name }) => names.has(name) && !read.has(name))]
}

/** Both sides of one project. */
export interface Sides {
  compared: Compared[]
  /** What is to be done, without what is the same. */
  files: SyncFile[]
  same: number
  /** Files that were found to be the same, where that was not known. */
  news: FileBase[]
}

/**
 * Compares a folder with what a project has.
 *
 * @param host for the error
 * @throws AppError cloud.otherProjectFile, project.missing
 */
export function compareSides(
  here: Here,
  there: readonly FileThere[],
  base: readonly FileBase[],
  host: string,
): Sides {
  const theirs = there.filter(({ name }) => !isSkipped(name))
  mustFit(here, theirs, host)
  const compared = joinFamilies(compare(here.files, theirs, base))
  const links = here.survey.files.filter(({ link }) => link === 'outside' || link === 'broken')
  const obstacles = obstaclesOf(compared, {
    journaled: journaled(here.survey.files),
    linked: new Set(links.map(({ name }) => name)),
    project: here.project,
  })
  const last = new Map(base.map((file) => [file.name, file]))
  return {
    compared,
    files: withParts(
      compared.flatMap((file) => syncFileOf(file, obstacles, here.isAttachment) ?? []),
      compared.map(({ name }) => name),
    ),
    same: compared.filter(({ standing }) => standing === 'same').length,
    news: compared.flatMap(({ here: ours, there: its }) => {
      if (ours === null || its === null || !isSame(ours, its)) return []
      const { name, size, sha256 } = ours
      const before = last.get(name)
      const isNews = before?.size !== size || before.sha256 !== sha256 || before.etag !== its.etag
      return isNews ? [{ name, size, sha256, etag: its.etag }] : []
    }),
  }
}

/** QFieldCloud takes one project file, and without one there is nothing to be synced. */
function mustFit({ project, folder }: Here, there: readonly FileThere[], host: string): void {
  const other = there.find(({ name }) => isProjectFile(name) && !name.includes('/'))
  if (project === null && other === undefined) throw new AppError('project.missing', { folder })
  if (project !== null && other !== undefined && other.name !== project)
    throw new AppError('cloud.otherProjectFile', { host, file: project })
}
