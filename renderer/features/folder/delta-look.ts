import type { Deed, DeltaRow } from '#renderer/features/folder/delta-row.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Words } from '#renderer/words/words.tsx'
import type { DeltaMethod, DeltaStatus } from '#worker/api/deltas.ts'

/** How a change's status is shown; its word is `ui.delta.status.<status>`. */
export const statusLooks: Record<DeltaRow['status'], { tone: Tone; icon: IconName }> = {
  busy: { tone: 'busy', icon: 'retry' },
  pending: { tone: 'neutral', icon: 'clock' },
  applied: { tone: 'good', icon: 'check' },
  conflict: { tone: 'warn', icon: 'alert' },
  not_applied: { tone: 'bad', icon: 'cross' },
  error: { tone: 'bad', icon: 'cross' },
  ignored: { tone: 'neutral', icon: 'off' },
  unpermitted: { tone: 'bad', icon: 'stopped' },
}

/** What a change does to which feature; the key is left out where nobody knows it. */
export function changeWord({ method, layer, pk }: DeltaRow, { say }: Words): string {
  const values = { method: say(`ui.delta.method.${method}`), layer, pk }
  return say(pk === '' ? 'ui.delta.whatKeyless' : 'ui.delta.what', values)
}

/** The server's words, where they say more than the status does. */
export function messageOf({ status, message }: DeltaRow): string {
  return status === 'applied' || message.toLowerCase() === status ? '' : message
}

/** A status in words; of a trial or an undo it says what was really done. */
export function statusWord({ status, deed }: DeltaRow, { say }: Words): string {
  return say(`ui.delta.status.${status === 'applied' ? deed : status}`)
}

/** What a status means for the data. */
export function statusMeaning({ status, deed }: DeltaRow, { say }: Words): string {
  return say(`ui.delta.status.${status === 'applied' ? deed : status}Means`)
}

/** `3 conflicts`. */
export function countWord(status: DeltaStatus, deed: Deed, count: number, { say }: Words): string {
  return say(`ui.run.count.${status === 'applied' ? deed : status}`, { count })
}

export const methodIcons: Record<DeltaMethod, IconName> = { create: 'plus', patch: 'pencil', delete: 'trash' }
