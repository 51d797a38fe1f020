import { replaceEqualDeep } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import {
  emptyRecord,
  type Place,
  withAnswer,
  withEntry,
  withoutEntry,
} from '#renderer/features/preview/sample.ts'
import { type AppErrorData, toErrorData } from '#worker/api/errors.ts'
import type { FormPreview, SampleRecord } from '#worker/api/preview.ts'

/** What a person is looking at, and has answered so far. */
export interface Session {
  /** Null: the form's own default. */
  language: string | null
  page: number
  /** Null: not started; the worker then gives a record with the form's defaults. */
  record: SampleRecord | null
}

export interface PreviewState {
  session: Session
  record: SampleRecord
  /** The last answer of the worker; null before the first. */
  form: FormPreview | null
  error: AppErrorData | null
  /** The form on the screen is not yet the one of these answers. */
  busy: boolean
  change: (patch: Partial<Session>) => void
  answer: (place: Place, key: string, value: string) => void
  addEntry: (place: Place, repeat: string) => Promise<void>
  removeEntry: (place: Place) => void
  retry: () => void
}

/** Long enough for a burst of keys, short enough to feel immediate. */
const typingPause = 80

/**
 * Keeps a form's preview up with its answers. Keystrokes are gathered, and an answer of the worker that a later
 * question has overtaken is dropped. `version` changes when the form may have changed on disk.
 */
export function usePreview(path: string, language: string | null, version: number): PreviewState {
  const [session, setSession] = useState<Session>(() => restore(path) ?? { language, page: 0, record: null })
  const [form, setForm] = useState<FormPreview | null>(null)
  const [error, setError] = useState<AppErrorData | null>(null)
  const [tries, setTries] = useState(0)
  const [busy, setBusy] = useState(true)
  const fresh = useRef<SampleRecord | null>(null)
  const { record } = session
  const request = useMemo(
    () => ({
      occasion: `${version} ${tries}`,
      input: {
        path,
        ...(session.language === null ? {} : { language: session.language }),
        page: session.page,
        record,
      },
    }),
    [path, session.language, session.page, record, version, tries],
  )

  useEffect(() => {
    const { input } = request
    // The record that just came with its own preview.
    if (input.record !== null && fresh.current === input.record) {
      fresh.current = null
      return undefined
    }
    let overtaken = false
    const show = async () => {
      const answer = await ask('preview.show', input).catch(toErrorData)
      if (overtaken) return
      setBusy(false)
      if ('code' in answer) {
        setError(answer)
        return
      }
      setError(null)
      setForm((before) => replaceEqualDeep(before, answer))
      if (answer.record === null) return
      fresh.current = answer.record
      setSession((now) => ({ ...now, record: answer.record }))
    }
    setBusy(true)
    const timer = input.record === null ? undefined : setTimeout(() => void show(), typingPause)
    if (timer === undefined) void show()
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [request])

  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify({ path, session })), [path, session])

  const edit = useCallback(
    (make: (before: SampleRecord) => SampleRecord) =>
      setSession((now) => ({ ...now, record: make(now.record ?? emptyRecord) })),
    [],
  )
  return {
    session,
    record: record ?? emptyRecord,
    form,
    error,
    busy,
    change: useCallback((patch) => setSession((now) => ({ ...now, ...patch })), []),
    answer: useCallback((place, key, value) => edit((now) => withAnswer(now, place, key, value)), [edit]),
    addEntry: useCallback(
      async (place, repeat) => {
        const source = { path, ...(session.language === null ? {} : { language: session.language }) }
        try {
          const entry = await ask('preview.entry', { ...source, repeat })
          edit((now) => withEntry(now, place, repeat, entry))
        } catch (thrown) {
          setError(toErrorData(thrown))
        }
      },
      [edit, path, session.language],
    ),
    removeEntry: useCallback((place) => edit((now) => withoutEntry(now, place)), [edit]),
    retry: useCallback(() => setTries((count) => count + 1), []),
  }
}

const storageKey = 'preview'

/** What was answered before, when it was the same form: as the draft, it lives as long as the window. */
function restore(path: string): Session | null {
  const kept = sessionStorage.getItem(storageKey)
  if (kept === null) return null
  const before = JSON.parse(kept) as { path: string; session: Session }
  return before.path === path ? before.session : null
}
