import type { UseQueryResult } from '@tanstack/react-query'
import { useAsk } from '#renderer/bridge/query.ts'
import type { Draft } from '#renderer/features/project/draft.ts'
import type { Check, Facts } from '#renderer/features/project/missing.ts'
import { useSettled } from '#renderer/features/project/settled.ts'
import type { FileRef } from '#electron/api/files.ts'
import type { AppError } from '#worker/api/errors.ts'
import type { FormSummary } from '#worker/api/forms.ts'
import type { SourceSummary } from '#worker/api/sources.ts'

export interface DraftChecks {
  facts: Facts
  form: UseQueryResult<FormSummary, AppError>
  features: UseQueryResult<SourceSummary, AppError>
  tasks: UseQueryResult<SourceSummary, AppError>
  area: UseQueryResult<SourceSummary, AppError>
  folder: UseQueryResult<{ slug: string; folder: string }, AppError>
}

/** Everything that the worker says about the draft's files, kept fresh when the user comes back to the window. */
export function useDraftChecks(draft: Draft): DraftChecks {
  const form = useDraftForm(draft)
  const features = useSource(draft.features)
  const tasks = useSource(draft.tasks)
  const area = useSource(draft.area)
  const doctor = useAsk('doctor.run', {})

  const title = draft.title ?? (draft.form === null ? '' : (form.data?.title ?? ''))
  const asked = useSettled(title.trim())
  const folder = useAsk(
    'project.suggest',
    { title: asked, ...(draft.parent === null ? {} : { parent: draft.parent }) },
    { enabled: asked !== '', keepPrevious: true },
  )
  const isSettled = asked === title.trim() && !folder.isPlaceholderData

  const qgis = doctor.data?.findings.find(({ id }) => id === 'qgis')
  return {
    form,
    features,
    tasks,
    area,
    folder,
    facts: {
      form: checkOf(draft.form, form),
      features: checkOf(draft.features, features),
      tasks: polygonCheck(draft.tasks, tasks),
      area: polygonCheck(draft.area, area),
      title,
      folder: title.trim() === '' ? 'none' : isSettled ? checkOf(title, folder) : 'checking',
      qgis: qgis?.state !== 'missing',
    },
  }
}

/** The draft's form as the worker reads it, again whenever the user comes back from the spreadsheet. */
export function useDraftForm(draft: Draft): UseQueryResult<FormSummary, AppError> {
  return useAsk(
    'form.inspect',
    { path: draft.form?.path ?? '', ...(draft.language === null ? {} : { language: draft.language }) },
    { enabled: draft.form !== null, refetchOnWindowFocus: true, keepPrevious: draft.language !== null },
  )
}

/** Whether a source has what tasks and areas are made of. */
export function hasPolygons(source: SourceSummary): boolean {
  return Object.keys(source.geometries).some((type) => type.endsWith('Polygon'))
}

function useSource(file: FileRef | null): UseQueryResult<SourceSummary, AppError> {
  return useAsk('source.inspect', { path: file?.path ?? '' }, { enabled: file !== null })
}

function checkOf(thing: unknown, { data, isError }: UseQueryResult<unknown, AppError>): Check {
  if (thing === null) return 'none'
  if (isError) return 'unfit'
  return data === undefined ? 'checking' : 'fit'
}

function polygonCheck(file: FileRef | null, query: UseQueryResult<SourceSummary, AppError>): Check {
  if (file !== null && query.data && !hasPolygons(query.data)) return 'unfit'
  return checkOf(file, query)
}
