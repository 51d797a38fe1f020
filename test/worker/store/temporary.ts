import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { JobType } from '#worker/api/jobs.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import type { Store } from '#worker/store/connection.ts'
import { openStore } from '#worker/store/open.ts'

/** A folder that goes with its test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A clock that stands until it is told, and a die that always shows the middle. */
export interface Clock {
  at: number
  now: () => number
  random: () => number
}

export function standingClock(at = Date.UTC(2026, 0, 15, 12)): Clock {
  const clock: Clock = { at, now: () => clock.at, random: () => 0.5 }
  return clock
}

export async function temporaryLedger(
  dir = temporaryFolder(),
): Promise<Ledger & { store: Store; clock: Clock }> {
  const store = await openStore(dir)
  onTestFinished(() => store.close())
  const clock = standingClock()
  return { store, clock, ...createLedger(store, clock) }
}

export const generatePlan = new Map<JobType, string[]>([['generate', ['compile', 'build']]])

/** The least that a job needs. */
export function newJob(title: string) {
  return { type: 'generate' as const, title, request: { title }, files: [] }
}
