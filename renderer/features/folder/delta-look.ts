import type { DeltaRow } from '#renderer/features/folder/delta-row.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Words } from '#renderer/words/words.tsx'
import type { DeltaMethod, DeltaStatus } from '#worker/api/deltas.ts'

/** How a change's status is shown; its word is `ui.delta.status.<status>`. */
export const statusLooks: Record<DeltaStatus, { tone: Tone; icon: IconName }> = {
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
  return status === 'applied' ? '' : message
}

/** A status in words; of a trial it says that nothing was done yet. */
export function statusWord({ status, tried }: Pick<DeltaRow, 'status' | 'tried'>, { say }: Words): string {
  return say(tried && status === 'applied' ? 'ui.delta.status.wouldApply' : `ui.delta.status.${status}`)
}

export const methodIcons: Record<DeltaMethod, IconName> = { create: 'plus', patch: 'pencil', delete: 'trash' }
