import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { markOf } from '#worker/qgis/identity.ts'

const Process = z.object({ pid: z.int(), mark: z.string().nullable() })
const Note = z.object({ owner: Process, session: Process.nullable() })

const prefix = 'session-'

/** A session's own folder: QGIS' profile, temporary files, and a note of who owns it. */
export interface Scratch {
  folder: string
  /** Notes the session's process, so that a later worker can end it should this one die. */
  note(pid: number): void
  remove(): void
}

/** @throws AppError qgis.startFailed when the disk is full or the folder not ours to write */
export function makeScratch(stateDir: string): Scratch {
  const folder = makeFolder(stateDir)
  const write = (session: number | null): void =>
    writeFileSync(
      join(folder, 'session.json'),
      JSON.stringify({ owner: identify(process.pid), session: session === null ? null : identify(session) }),
    )
  write(null)
  return { folder, note: write, remove: () => removeFolder(folder) }
}

/**
 * Clears away what dead workers left: their sessions, where one still runs and certainly is theirs, and their
 * folders. Those of a worker that lives, another one or this, stay.
 */
export function sweepScratch(stateDir: string): void {
  for (const name of namesIn(stateDir).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(stateDir, name)
    const note = readNote(folder)
    if (note === null || isSame(note.owner)) continue
    if (note.session !== null && note.session.mark !== null && isSame(note.session))
      endGroup(note.session.pid)
    removeFolder(folder)
  }
}

function makeFolder(stateDir: string): string {
  try {
    mkdirSync(stateDir, { recursive: true })
    const folder = mkdtempSync(join(stateDir, prefix))
    mkdirSync(join(folder, 'profile'))
    mkdirSync(join(folder, 'tmp'))
    return folder
  } catch (thrown) {
    throw new AppError('qgis.startFailed', { cause: stateDir }, { cause: thrown })
  }
}

function identify(pid: number): z.infer<typeof Process> {
  return { pid, mark: markOf(pid) }
}

function isSame({ pid, mark }: z.infer<typeof Process>): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return markOf(pid) === mark
}

/** Sessions lead a process group of their own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}

function readNote(folder: string): z.infer<typeof Note> | null {
  try {
    return Note.parse(JSON.parse(readFileSync(join(folder, 'session.json'), 'utf8')))
  } catch {
    return null
  }
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // Windows keeps files of a process that is just ending; the next sweep takes them.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
