import { realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'
import { surveyFolder } from '#worker/intake/project-folder.ts'

/**
 * The one name of a project's folder, by which the ledger knows it: without links in its path, and of a project file
 * the folder that it lies in. What is not there keeps its name.
 */
export async function placeOf(path: string): Promise<string> {
  const isFile = await stat(path).then(
    (info) => info.isFile(),
    () => false,
  )
  const folder = isFile ? dirname(resolve(path)) : resolve(path)
  return realpath(folder).catch(() => folder)
}

/** A survey of a folder under that name. @throws AppError input.missing, input.unreadable; the signal's reason */
export async function surveyPlace(path: string, signal: AbortSignal): Promise<FolderSurvey> {
  const survey = await surveyFolder(path, { signal })
  return { ...survey, folder: await placeOf(survey.folder) }
}
