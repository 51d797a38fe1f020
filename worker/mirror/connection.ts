import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { MirrorAddress } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'
import { readAddress } from '#worker/mirror/address.ts'
import { createBell, type Bell } from '#worker/mirror/bell.ts'
import type { MirrorCounters } from '#worker/mirror/counters.ts'
import { giveAnswer, giveFiles } from '#worker/mirror/give-files.ts'
import { holdLeases, leaseSeconds } from '#worker/mirror/hold-leases.ts'
import type { MirrorLedger } from '#worker/mirror/ledger.ts'
import { listen } from '#worker/mirror/listen.ts'
import { prepareSchema, type Schema } from '#worker/mirror/migrate.ts'
import { createPool } from '#worker/mirror/pool.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import {
  giveBackOwed,
  isAboutHere,
  isAboutLine,
  takeNext,
  type OnLost,
  type Taking,
} from '#worker/mirror/take-jobs.ts'
import { tellChanges } from '#worker/mirror/tell-changes.ts'
import { tidyObjects } from '#worker/mirror/tidy-objects.ts'
import { tidy } from '#worker/mirror/tidy.ts'

export interface Connected {
  sql: Sql
  schema: Schema
  taking: Taking
}

export interface ConnectionParts {
  ledger: MirrorLedger
  settings: () => Pick<Settings, 'takeJobs' | 'mirrorFiles' | 'orphanHours'>
  free: () => number
  scratchDir: string
  arriving: Taking['arriving']
  owed: Taking['owed']
  /** Rings when the ledger changed. */
  changes: Bell
  /** Rings when there is room for another job, or one to take. */
  room: Bell
  counters: MirrorCounters
  note: (line: string) => void
  signal: AbortSignal
  onConnected: (connected: Connected) => void
  onListening: (listening: boolean) => void
  /** The server answered. */
  onContact: () => void
  onLost: OnLost
}

/** Milliseconds between two looks when nothing rings. */
const polls = { changes: 5_000, room: 3_000, leases: (leaseSeconds * 1000) / 4, tidy: 600_000 }

/** Milliseconds that statements on their way get to be answered at the end. */
const lastAnswers = 1_000

/** Milliseconds between two rounds of changes: a running job changes five times a second, and one word is enough. */
const breath = 500

/**
 * One connection, from the first word to the last: tells what changed here, gives files, holds leases, takes jobs,
 * tidies up, and listens. Ends when `signal` fires, or when one of these fails; the others end with it.
 *
 * @throws AppError mirror.unreachable, mirror.refused: why it ended
 */
export async function connection(address: MirrorAddress, parts: ConnectionParts): Promise<void> {
  const place = await readAddress(address)
  const pool = createPool(place)
  const ending = new AbortController()
  const signal = AbortSignal.any([parts.signal, ending.signal])
  const cutLater = (): void => void setTimeout(() => void pool.close(), lastAnswers).unref()
  parts.signal.addEventListener('abort', cutLater, { once: true })
  try {
    const schema = await prepareSchema(pool)
    const { ledger, scratchDir, arriving, owed, counters } = parts
    const onBytes = (bytes: number): void => void (counters.bytes += bytes)
    const taking = { ledger, schema, scratchDir, arriving, owed, onBytes, signal }
    const connected = { sql: pool, schema, taking }
    if (!schema.readOnly) ledger.outbox.meet(schema.server)
    parts.onConnected(connected)
    const hints = new Set<string>()
    const hear = listen(place, {
      signal,
      onListening: parts.onListening,
      onHint(jobId) {
        hints.add(jobId)
        parts.room.ring()
      },
    })
    const loops = schema.readOnly ? [watch(connected, parts)] : writing(connected, parts, hints)
    const ends = [...loops, hear].map((loop) =>
      loop.catch((thrown: unknown) => {
        ending.abort()
        // What the others wait for will not come, and some of it they would wait for minutes.
        void pool.close()
        throw thrown
      }),
    )
    const failed = (await Promise.allSettled(ends)).find((end) => end.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  } finally {
    ending.abort()
    await pool.close()
  }
}

/** A newer schema is only looked at: whether the server is still there. */
async function watch({ sql, taking: { signal } }: Connected, { onContact }: ConnectionParts): Promise<void> {
  await forever(signal, async () => {
    await sql.query('SELECT 1')
    onContact()
    await pause(polls.changes, signal)
  })
}

function writing(connected: Connected, parts: ConnectionParts, hints: Set<string>): Promise<void>[] {
  const { sql, taking } = connected
  const { ledger, counters, onLost, onContact, note, changes, room } = parts
  const { signal, onBytes } = taking
  const { server } = connected.schema
  const bells = { answers: createBell(), files: createBell() }
  const policy = () => parts.settings().mirrorFiles
  const giving = { ledger, server, policy, onLost, onBytes, note, signal }

  const tell = forever(signal, async () => {
    const told = await tellChanges(sql, { ledger, server, onLost })
    onContact()
    bells.answers.ring()
    bells.files.ring()
    if (told) await pause(breath, signal)
    else await changes.wait(polls.changes, signal)
  })
  // Side by side: somebody waits for an answer, and nobody for a basemap of ours.
  const answer = forever(signal, async () => {
    if (await giveAnswer(sql, giving)) onContact()
    else await bells.answers.wait(polls.changes, signal)
  })
  const give = forever(signal, async () => {
    if (await giveFiles(sql, giving)) onContact()
    else await bells.files.wait(polls.changes, signal)
  })
  const hold = forever(signal, async () => {
    await holdLeases(sql, [...ledger.taken.held(server), ...taking.arriving], onLost)
    await pause(polls.leases, signal)
  })
  const take = forever(signal, async () => {
    await giveBackOwed(sql, taking)
    const wanted = parts.settings().takeJobs && parts.free() > 0
    const hinted = [...hints]
    hints.clear()
    if (wanted && (await tryTaking(sql, taking, hinted, note))) counters.claims++
    else await room.wait(polls.room, signal)
  })
  const clean = forever(signal, async () => {
    const orphanSeconds = parts.settings().orphanHours * 3600
    await tidy(sql, orphanSeconds)
    await tidyObjects(sql, { graceSeconds: orphanSeconds })
    await pause(polls.tidy, signal)
  })
  return [tell, answer, give, hold, take, clean]
}

/**
 * A job that cannot be brought in was answered with that. Where this computer is to blame (its disk is full) it was given
 * back, and this computer takes a breath before the next: it hears of its own hint, too.
 */
async function tryTaking(
  sql: Sql,
  taking: Taking,
  hinted: readonly string[],
  note: ConnectionParts['note'],
): Promise<boolean> {
  try {
    return await takeNext(sql, taking, hinted)
  } catch (thrown) {
    const here = isAboutHere(thrown)
    if (!here && (!(thrown instanceof AppError) || isAboutLine(thrown))) throw thrown
    note(`not taken: ${String(thrown)}`)
    if (here) await pause(polls.room, taking.signal)
    return false
  }
}

async function forever(signal: AbortSignal, round: () => Promise<void>): Promise<void> {
  try {
    while (!signal.aborted) await round()
  } catch (thrown) {
    // What an ending connection says of its statements is no news.
    if (!signal.aborted) throw thrown
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined)
