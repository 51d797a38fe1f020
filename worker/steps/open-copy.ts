import { mkdir, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import type { OpenedProject, ProjectFile } from '#worker/domain/project/opened.ts'
import { isBelow } from '#worker/domain/project/is-below.ts'
import { onlyProject, type FolderSurvey } from '#worker/domain/project/survey.ts'
import type { Ask } from '#worker/steps/asker.ts'
import type { CopiedFile, ProjectFoldersPort } from '#worker/steps/ports.ts'
import type { Flow } from '#worker/steps/workflow.ts'

/** A project's folder as a job works on it. */
export interface ProjectCopy {
  /** The coordinator's folder, absolute. */
  folder: string
  survey: FolderSurvey
  /** Relative name of the project file. */
  name: string
  /** The copy's folder and project file, absolute. */
  root: string
  project: string
  file: ProjectFile
  /** What was copied, as it was then. */
  copied: CopiedFile[]
}

/**
 * Copies a coordinator's project into the job's own folder, without its attachments, which QFieldCloud's workers do
 * not download either. The project file comes first: it says which folders hold attachments.
 *
 * @throws AppError input.*, project.*, output.full, qgis.*, job.cancelled
 */
export async function copyProject(
  run: {
    folder: string
    workFolder: string
    signal: AbortSignal
    /** Hears what stands in the folder, before anything can be wrong with the project. */
    onSurvey?: (survey: FolderSurvey) => void
  },
  folders: ProjectFoldersPort,
  ask: Ask,
  flow: Flow,
  /** The step that a broken project file belongs to. */
  checkStep: string,
): Promise<ProjectCopy> {
  flow.enter('download_project_directory')
  const root = join(run.workFolder, 'project')
  await rm(root, { recursive: true, force: true })
  await mkdir(root, { recursive: true })
  const survey = await folders.survey(run.folder)
  flow.returns({ tmp_project_dir: root })
  run.onSurvey?.(survey)
  if (survey.asked === null && survey.projects.length !== 1) flow.enter(checkStep)
  const name = onlyProject(survey)
  const copy = (leaveOut: (file: string) => boolean) =>
    folders.copy({ survey, to: root, leaveOut, links: 'large', signal: run.signal })
  const first = await copy((file) => file !== name)
  const project = join(root, name)
  const read = await ask('projectFile', { path: project }).catch((thrown: unknown) => toErrorData(thrown))
  if ('code' in read) {
    flow.enter(checkStep)
    throw AppError.from(read)
  }
  const rest = await copy((file) => file === name || isAttachment(file, read.attachmentDirs))
  flow.log('info', `${survey.files.length} files in ${survey.folder}`)
  return { folder: survey.folder, survey, name, root, project, file: read, copied: [...first, ...rest] }
}

/** Whether a file of the project lies in one of its attachment folders. */
export function isAttachment(file: string, dirs: readonly string[]): boolean {
  return dirs.some((dir) => isBelow(file, posix.normalize(dir)))
}

/**
 * Opens the copy as QFieldCloud's worker opens an upload.
 *
 * @throws AppError project.unreadable, qgis.*, job.cancelled
 */
export function openCopy(
  { project, root }: ProjectCopy,
  ask: Ask,
  how: { offline: boolean; thumbnail: string | null },
): Promise<OpenedProject> {
  return ask('openProject', { project, root, ...how })
}
