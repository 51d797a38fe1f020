import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RunningProcess {
  pid: number
  parent: number
  state: string
  command: string
}

/** Every process of this machine, zombies too. */
export function processes(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(Number(name)))
    .filter((found) => found !== null)
}

/** Whether `pid` runs; a zombie whose parent is not us is as dead as it gets. */
export function runs(pid: number): boolean {
  const found = read(pid)
  return found !== null && (found.state !== 'Z' || found.parent === process.pid)
}

/** Waits for the end of `pid`; false when it still runs after `ms`. */
export async function ends(pid: number, ms = 10_000): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(50)) if (!runs(pid)) return true
  return false
}

function read(pid: number): RunningProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { pid, parent: Number(parent), state, command }
  } catch {
    return null
  }
}
