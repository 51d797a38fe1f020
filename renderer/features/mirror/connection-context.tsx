import { createContext, type Dispatch, type ReactNode, type SetStateAction, use, useState } from 'react'
import type { Connection } from '#renderer/features/mirror/connection.ts'

export interface ConnectionDraft {
  connection: Connection
  /** Where the system has no store for its password: keep it all the same, for everyone who gets at the file. */
  unprotected: boolean
}

type Value = [ConnectionDraft | null, Dispatch<SetStateAction<ConnectionDraft | null>>]

const Context = createContext<Value>([null, () => undefined])

/** Keeps what is typed above the screens. In memory alone: the page's own storages are files, and this is a password. */
export function ConnectionProvider({ children }: { children: ReactNode }) {
  const value = useState<ConnectionDraft | null>(null)
  return <Context value={value}>{children}</Context>
}

/** The connection that is being changed; null while none is. */
export function useConnectionDraft(): Value {
  return use(Context)
}
