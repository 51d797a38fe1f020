import { chmodSync, copyFileSync, existsSync, readdirSync } from 'node:fs'
import { renameDurably, syncFile } from '#worker/store/durable.ts'
import { ledgerFile, stamp } from '#worker/store/paths.ts'

const asideMark = '.corrupt-'
const replacement = (dir: string): string => `${ledgerFile(dir)}.restore`

/**
 * Moves the ledger out of the way, never deletes it. Its WAL keeps the ledger's new name as its own, so that
 * the old state can still be opened. Needs the lock.
 */
export function setLedgerAside(dir: string, now: number): void {
  const ledger = ledgerFile(dir)
  // The ledger goes last: until then an interrupted move is simply started again.
  for (const suffix of ['-shm', '-wal', '']) {
    const file = ledger + suffix
    if (existsSync(file)) renameDurably(file, `${ledger}${asideMark}${stamp(now)}${suffix}`)
  }
}

/** Makes `source` the ledger; what stood there is set aside. Needs the lock. */
export function replaceLedger(dir: string, source: string, now: number): void {
  const part = `${replacement(dir)}.part`
  copyFileSync(source, part)
  chmodSync(part, 0o600)
  syncFile(part)
  renameDurably(part, replacement(dir))
  finishReplacement(dir, now)
}

/** Completes a replacement that a crash interrupted; does nothing when there is none. Needs the lock. */
export function finishReplacement(dir: string, now: number): void {
  if (!existsSync(replacement(dir))) return
  setLedgerAside(dir, now)
  renameDurably(replacement(dir), ledgerFile(dir))
}

/** Whether an older ledger was ever set aside here: its jobs may still be wanted, with their files. */
export function hasLedgerAside(dir: string): boolean {
  return readdirSync(dir).some((name) => name.includes(asideMark))
}
