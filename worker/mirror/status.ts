import type { MirrorStatus } from '#worker/api/mirror.ts'

/** What is known beside the counts, which the ledger knows. */
export type Standing = Omit<MirrorStatus, 'waiting' | 'taken'>

export const off: Standing = {
  state: 'off',
  trouble: null,
  host: '',
  database: '',
  readOnly: false,
  listening: false,
  lastContact: null,
}

/** Keeps how the mirror stands, and tells whoever listens when it changes, at most twice a second. */
export function createStatus(parts: {
  counts: () => Pick<MirrorStatus, 'waiting' | 'taken'>
  onStatus: (status: MirrorStatus) => void
}) {
  let standing = off
  let told = ''
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const now = (): MirrorStatus => ({ ...standing, ...parts.counts() })

  function tell(): void {
    clearTimeout(timer)
    timer = undefined
    const status = now()
    // The moment of the last contact alone is no news: it changes with every poll.
    const key = JSON.stringify({ ...status, lastContact: null })
    if (key === told) return
    told = key
    parts.onStatus(status)
  }

  return {
    now,
    set(change: Partial<Standing>): void {
      const before = standing.state
      standing = { ...standing, ...change }
      if (standing.state === before) this.changed()
      else tell()
    },
    /** Something may have changed; told soon. */
    changed(): void {
      if (!stopped) timer ??= setTimeout(tell, 500)
    },
    /** The ledger, which knows the counts, may be closed from now on. */
    stop(): void {
      stopped = true
      clearTimeout(timer)
    },
  }
}
