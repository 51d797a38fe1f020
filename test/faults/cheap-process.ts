import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import type { CheapOptions } from '#test/faults/cheap-worker.ts'

/** A cheap worker in a process of its own, which goes with its test. */
export function startCheapProcess(options: Omit<CheapOptions, 'onStarted'>): {
  stop(): Promise<void>
} {
  const child = fork(fileURLToPath(new URL('./cheap-main.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: [],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    async stop() {
      const gone = once(child, 'exit')
      child.disconnect()
      expect(await gone).toEqual([0, null])
    },
  }
}
