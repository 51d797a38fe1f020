import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/**
 * What the window needs before the worker answers, so it cannot stand in the ledger: its place, and the
 * theme, so that the first frame has the right colour.
 */
const Memory = z.strictObject({
  bounds: z
    .strictObject({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  maximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
})
export type Memory = z.infer<typeof Memory>

const first: Memory = { bounds: null, maximized: false, theme: 'system' }

/** The remembered state; the first one's when there is none or it is broken. */
export function readMemory(file: string): Memory {
  try {
    return Memory.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return first
  }
}

/** Replaces the file in one step. A disk that refuses costs a window its place, not the user a message. */
export function writeMemory(file: string, memory: Memory): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(memory))
    renameSync(`${file}.new`, file)
  } catch {
    // Nothing depends on it.
  }
}
