import { app } from 'electron'

interface Parts {
  worker: { stop(drain: number): Promise<void> }
  windows: { leave(): void }
}

/**
 * Quits in order: the worker drains for up to 5 s, on a signal or the system's shutdown for up to 2 s. The
 * queue keeps every job, so nothing has to be asked. A second wish to quit does not wait.
 */
export function quitInOrder({ worker, windows }: Parts): void {
  let leaving = false
  const leave = (drain: number) => {
    if (leaving) return app.exit(0)
    leaving = true
    // `app.exit` closes windows without telling them.
    windows.leave()
    void worker.stop(drain).finally(() => app.exit(0))
  }
  app.on('before-quit', (event) => {
    event.preventDefault()
    leave(5000)
  })
  process.on('SIGTERM', () => leave(2000))
  process.on('SIGINT', () => leave(2000))
}
