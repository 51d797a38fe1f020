import { slugOf } from '#worker/domain/qgis/slug.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'

const folders: Partial<Record<QuestionType, string>> = {
  image: 'DCIM',
  audio: 'audio',
  video: 'video',
  file: 'files',
}

/** Folders that the attachments of these questions go to; QField itself expects `DCIM`. */
export function attachmentFolders(questions: Question[]): string[] {
  return [...new Set(['DCIM', ...questions.flatMap((question) => folders[question.type] ?? [])])]
}

/** `QFieldSync/attachment_naming`: the question and the feature can be told from the file's name. */
export function attachmentNaming(questions: Question[]): string | null {
  const entries = questions.flatMap((question): [string, string][] => {
    const folder = folders[question.type]
    if (folder === undefined || question.column === null) return []
    const ending = question.type === 'file' ? '_{filename}' : '.{extension}'
    const name = slugOf(question.column)
    const stem = `'${folder}/${name}_' || "uuid" || '_' || format_date(now(),'yyyyMMddhhmmsszzz')`
    return [[question.column, `${stem} || '${ending}'`]]
  })
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries))
}

/** The largest picture that any question allows, in pixels; null unless every image question has a limit. */
export function largestImage(questions: Question[]): number | null {
  const images = questions.filter((question) => question.type === 'image')
  const limits = images.map((question) => Number(question.parameters['max-pixels']))
  return images.length > 0 && limits.every((limit) => limit > 0) ? Math.max(...limits) : null
}
