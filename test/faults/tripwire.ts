/**
 * Loaded before a worker: tells what it does to the disk, act by act, and ends it at one of them as a power cut would:
 * before the act, with the act under way, or right after it.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

export interface Trip {
  kind: 'trip'
  /** A file that gets a line an act. */
  log: string
  /** Which act is the last, from 0; null: all may happen. */
  at: number | null
  when: 'before' | 'during' | 'after'
}

const later = ['rename', 'copyFile', 'writeFile', 'rm', 'rmdir', 'mkdir', 'chmod', 'symlink', 'open'] as const
const atOnce = ['renameSync', 'copyFileSync', 'rmSync', 'writeFileSync', 'mkdirSync'] as const
const { openSync, writeSync, closeSync } = fs

let trip: Trip | null = null
let acts = 0

process.on('message', (message: Trip) => {
  if (message.kind !== 'trip') return
  trip = message
  acts = 0
})
// The wire alone must not keep the process.
process.channel?.unref()

const end = (): void => void process.kill(process.pid, 'SIGKILL')

/** Notes an act; true when it is the last. */
function isLast(name: string, values: unknown[]): boolean {
  if (trip === null) return false
  const paths = values.filter((value) => typeof value === 'string' && /^\/[^\n]*$/.test(value))
  const log = openSync(trip.log, 'a')
  writeSync(log, `${name} ${paths.join(' ')}\n`)
  closeSync(log)
  return acts++ === trip.at
}

type Act = (...values: unknown[]) => unknown

function wire(holder: Record<string, Act>, name: string): void {
  const real = holder[name]!
  holder[name] = (...values) => {
    const last = isLast(name, values)
    if (last && trip?.when === 'before') end()
    const made = real(...values)
    if (!last) return made
    if (!(made instanceof Promise) || trip?.when === 'during') end()
    return Promise.resolve(made).finally(end)
  }
}

for (const name of later) wire(fs.promises as unknown as Record<string, Act>, name)
for (const name of atOnce) wire(fs as unknown as Record<string, Act>, name)
syncBuiltinESMExports()
