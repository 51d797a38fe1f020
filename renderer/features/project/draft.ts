import type { FileRef } from '#electron/api/files.ts'
import type { DropPurpose } from '#renderer/ui/file-kinds.ts'

/** How the area is known and divided; decides which of the request's fields is sent. */
export type Division = 'tasks' | 'area' | 'around' | 'extent'

/** What the coordinator has put together so far. */
export interface Draft {
  form: FileRef | null
  features: FileRef | null
  tasks: FileRef | null
  area: FileRef | null
  basemap: FileRef | null
  /** Null: the language that the form itself names first. */
  language: string | null
  division: Division
  /** As typed; `parseExtent` reads it. */
  extent: string
  /** Null: the form's own title. */
  title: string | null
  /** The folder around the project's folder. Null: the one from the settings. */
  parent: string | null
  openStreetMap: boolean
}

export const emptyDraft: Draft = {
  form: null,
  features: null,
  tasks: null,
  area: null,
  basemap: null,
  language: null,
  division: 'tasks',
  extent: '',
  title: null,
  parent: null,
  openStreetMap: true,
}

export type DraftAction =
  | { type: 'given'; purpose: DropPurpose; file: FileRef }
  | { type: 'removed'; purpose: DropPurpose }
  | {
      type: 'changed'
      patch: Partial<Pick<Draft, 'language' | 'division' | 'extent' | 'title' | 'parent' | 'openStreetMap'>>
    }
  | { type: 'replaced'; draft: Partial<Draft> }

/** One step of the draft. What was typed stays, whatever files come and go. */
export function changeDraft(draft: Draft, action: DraftAction): Draft {
  if (action.type === 'given') return given({ ...draft, [action.purpose]: action.file }, action.purpose)
  if (action.type === 'removed') return removed({ ...draft, [action.purpose]: null }, action.purpose)
  if (action.type === 'changed') return { ...draft, ...action.patch }
  return { ...emptyDraft, ...action.draft }
}

function given(draft: Draft, purpose: DropPurpose): Draft {
  // Another form may not have the language that was picked for the one before.
  if (purpose === 'form') return { ...draft, language: null }
  if (purpose === 'tasks') return { ...draft, division: 'tasks' }
  if (purpose === 'area') return { ...draft, division: 'area' }
  return draft
}

function removed(draft: Draft, purpose: DropPurpose): Draft {
  if (purpose === 'form') return { ...draft, language: null }
  if (purpose === 'features' && draft.division === 'around') return { ...draft, division: 'tasks' }
  return draft
}
