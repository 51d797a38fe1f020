import { createContext, use } from 'react'
import type { Place } from '#renderer/features/preview/sample.ts'
import type { Issue } from '#worker/api/issues.ts'

/** What every line of a form can do and needs to know, whatever its answers are. */
export interface PreviewActions {
  answer: (place: Place, key: string, value: string) => void
  addEntry: (place: Place, repeat: string) => void
  removeEntry: (place: Place) => void
  /** Problems of the form by the survey row that they name. */
  issues: ReadonlyMap<number, Issue[]>
  /** Shows the first problem of that row in the list. */
  showIssue: (row: number) => void
  /** Missing answers are said even where nobody has touched the question. */
  strict: boolean
}

export const PreviewContext = createContext<PreviewActions>({
  answer: () => undefined,
  addEntry: () => undefined,
  removeEntry: () => undefined,
  issues: new Map(),
  showIssue: () => undefined,
  strict: false,
})

export const useActions = (): PreviewActions => use(PreviewContext)
