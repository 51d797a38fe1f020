import type { WorkerMessage } from '#worker/api/messages.ts'

/** The wire to whoever started this worker. */
export interface Port {
  post(message: WorkerMessage): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once when the other side is gone. */
  onClose(listener: () => void): void
  /** Lets the process end. */
  close(): void
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * The port this process was given: `process.parentPort` inside Electron's utilityProcess, the IPC channel of
 * a child Node otherwise; null when nobody started us that way.
 */
export function openPort(): Port | null {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
      onClose: () => undefined,
      // A utility process has no channel to close: its host ends it once it has seen the event loop empty.
      close: () => process.exit(0),
    }
  }
  if (typeof process.send !== 'function') return null
  return {
    post: (message) => {
      // The host may die between the check and the write; onClose tells the rest.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
    close: () => {
      if (process.connected) process.disconnect()
    },
  }
}
