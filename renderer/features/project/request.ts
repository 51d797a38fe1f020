import type { Draft } from '#renderer/features/project/draft.ts'
import { parseExtent } from '#renderer/features/project/extent.ts'
import type { GenerateRequest } from '#worker/api/jobs.ts'

/** The request for a draft in which nothing is missing; null while there is no form. */
export function requestOf(draft: Draft, title: string, folder: string): GenerateRequest | null {
  if (draft.form === null) return null
  const typed = parseExtent(draft.extent)
  return {
    title: title.trim(),
    form: draft.form.path,
    out: folder,
    openStreetMap: draft.openStreetMap,
    ...(draft.language === null ? {} : { language: draft.language }),
    ...(draft.features === null ? {} : { features: draft.features.path }),
    ...(draft.basemap === null ? {} : { basemap: draft.basemap.path }),
    ...(draft.division === 'tasks' && draft.tasks !== null ? { tasks: draft.tasks.path } : {}),
    ...(draft.division === 'area' && draft.area !== null ? { aoi: draft.area.path } : {}),
    ...(draft.division === 'extent' && typed.ok ? { extent: typed.extent } : {}),
  }
}
