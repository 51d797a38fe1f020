import { readFileSync } from 'node:fs'
import { execaSync } from 'execa'

/**
 * What tells a process from a later one with the same number: boot and start time. Null where the process
 * is gone, or on a system that does not say.
 */
export function markOf(pid: number): string | null {
  if (process.platform === 'linux') return linuxMark(pid)
  if (process.platform === 'darwin') return macMark(pid)
  return null
}

function linuxMark(pid: number): string | null {
  try {
    // The name in parentheses may hold anything; start time is field 22, the 20th after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' ? null : `${boot} ${fields[19]}`
  } catch {
    return null
  }
}

function macMark(pid: number): string | null {
  const { stdout } = execaSync('ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false })
  return stdout === undefined || stdout.trim() === '' ? null : stdout.trim()
}
