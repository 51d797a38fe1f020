import { mayNavigate } from '#electron/security/navigation.ts'

interface Frame {
  url: string
  parent: unknown
}

/** As much of an IpcMainInvokeEvent as the check needs. */
export interface CallEvent {
  sender: { id: number }
  /** Null once the frame is gone or has navigated away. */
  senderFrame: Frame | null
}

/** Whether a call comes from the main frame of one of our own windows, showing one of our own pages (S10). */
export function isTrusted(event: CallEvent, ownContents: ReadonlySet<number>): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && mayNavigate(frame.url) && ownContents.has(event.sender.id)
}
