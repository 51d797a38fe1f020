import { createContext, type Dispatch, type ReactNode, use, useEffect, useReducer } from 'react'
import { changeDraft, type Draft, type DraftAction, emptyDraft } from '#renderer/features/project/draft.ts'

const Context = createContext<[Draft, Dispatch<DraftAction>]>([emptyDraft, () => undefined])

/** Files are granted for one run of the app, so a draft lives as long: it survives screens and reloads. */
const storageKey = 'draft'

/** Keeps the draft above the screens, so that going elsewhere loses nothing. */
export function DraftProvider({ children }: { children: ReactNode }) {
  const value = useReducer(changeDraft, emptyDraft, restore)
  const [draft] = value
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(draft)), [draft])
  return <Context value={value}>{children}</Context>
}

/** The one draft, and how to change it. */
export function useDraft(): [Draft, Dispatch<DraftAction>] {
  return use(Context)
}

function restore(empty: Draft): Draft {
  const kept = sessionStorage.getItem(storageKey)
  return kept === null ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Draft>) }
}
