import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { AppError } from '#worker/api/errors.ts'
import type { Reply } from '#worker/api/messages.ts'
import { callChannel } from '#electron/ipc/envelope.ts'
import { isTrusted } from '#electron/ipc/sender.ts'
import type { Log } from '#electron/system/logs.ts'

/** Opens the one channel: every message is checked for its sender before anything looks inside it. */
export function serveCalls(
  ownContents: ReadonlySet<number>,
  answer: (message: unknown) => Promise<Reply>,
  log: Log,
): void {
  ipcMain.handle(callChannel, async (event: IpcMainInvokeEvent, message: unknown): Promise<Reply> => {
    if (isTrusted(event, ownContents)) return answer(message)
    log('warning', 'call from a foreign sender refused', { contents: event.sender.id })
    return { ok: false, error: new AppError('contract.forbidden', { method: '' }).data }
  })
}
