import { mkdirSync } from 'node:fs'
import { createStream } from 'rotating-file-stream'

export type Log = (
  level: 'info' | 'warning' | 'error',
  message: string,
  fields?: Record<string, string | number | boolean | null>,
) => void

interface Logs {
  log: Log
  /** The worker's own lines, as it prints them. */
  worker: (text: string) => void
  folder: string
}

/** Opens `folder/app.log` (ours, JSON lines) and `folder/worker.log`, each of 5 files of at most 5 MB. */
export function openLogs(folder: string): Logs {
  mkdirSync(folder, { recursive: true })
  const open = (name: string) => {
    const stream = createStream(name, { path: folder, size: '5M', maxFiles: 5 })
    // A full or read-only disk costs the log, not the app.
    stream.on('error', () => undefined)
    return stream
  }
  const app = open('app.log')
  const worker = open('worker.log')
  return {
    folder,
    log: (level, message, fields = {}) => {
      app.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`)
    },
    worker: (text) => {
      worker.write(text)
    },
  }
}
