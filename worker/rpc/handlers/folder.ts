import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { toErrorData } from '#worker/api/errors.ts'
import type { FolderLook } from '#worker/api/projects.ts'
import type { ProjectFile } from '#worker/domain/project/opened.ts'
import { onlyProject, type FolderSurvey } from '#worker/domain/project/survey.ts'
import type { HandlersOf, Parsed } from '#worker/rpc/handlers.ts'
import { isAttachment } from '#worker/steps/open-copy.ts'
import type { ProjectFoldersPort, QgisPort } from '#worker/steps/ports.ts'
import type { Deltas } from '#worker/store/deltas.ts'

export interface FolderParts {
  qgis: QgisPort
  folders: ProjectFoldersPort
  deltas: Deltas
  /** Makes the mended copy; answers how many findings it could mend. */
  mend: (asked: Parsed<'folder.mend'>) => Promise<{ folder: string; mended: number }>
  stopping: AbortSignal
}

export function folderHandlers({ qgis, folders, deltas, mend, stopping }: FolderParts): HandlersOf<'folder'> {
  async function look(folder: string): Promise<FolderLook> {
    const survey = await folders.survey(folder)
    const place = await realpath(survey.folder)
    const facts = { ...factsOf(survey, []), deltas: deltas.counts(place) }
    try {
      const project = onlyProject(survey)
      const file = await qgis.ask('projectFile', { path: join(survey.folder, project) }, { signal: stopping })
      return { ...facts, ...factsOf(survey, file.attachmentDirs), ...told(project, file), error: null }
    } catch (thrown) {
      return { ...facts, ...untold(survey), error: toErrorData(thrown) }
    }
  }

  return { 'folder.look': ({ folder }) => look(folder), 'folder.mend': mend }
}

function factsOf(survey: FolderSurvey, attachmentDirs: readonly string[]) {
  const own = survey.files.filter(({ name }) => !isAttachment(name, attachmentDirs))
  return {
    folder: survey.folder,
    projects: survey.projects.length,
    files: own.length,
    size: own.reduce((sum, { size }) => sum + size, 0),
  }
}

const told = (project: string, { title, layers, qgisVersion }: ProjectFile) => ({
  project,
  title: title === '' ? project : title,
  layers: layers.length,
  qgisVersion,
})

function untold({ projects }: FolderSurvey) {
  const project = projects.length === 1 ? (projects[0] ?? null) : null
  return { project, title: project ?? '', layers: 0, qgisVersion: '' }
}
