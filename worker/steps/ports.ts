import type { LogLine, OutputFile } from '#worker/api/jobs.ts'
import type { SessionMethod, SessionParams, SessionResult } from '#worker/domain/qgis/protocol.ts'
import type { WordsByLanguage } from '#worker/domain/xlsform/project-words.ts'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'

/** The hands that steps may use. `worker/compose.ts` gives the real ones. */
export interface QgisPort {
  /**
   * Asks the warm session. Rejects with AppError `qgis.*`, a code that Python named, or `job.cancelled` once
   * `signal` fires.
   */
  ask<M extends SessionMethod>(
    method: M,
    params: SessionParams<M>,
    options: { signal: AbortSignal; onProgress?: (value: number, step: string) => void; onLog?: Log },
  ): Promise<SessionResult<M>>
}

/** What a job reads and what it made, content-addressed in the ledger's blobs. */
export interface FilesPort {
  /**
   * Lays every kept input into `folder/<role>/`; answers what a reader opens, by role. Inputs are copies: a
   * job cannot touch the coordinator's files.
   */
  layInputs(jobId: string, folder: string): Promise<Partial<Record<InputRole, string>>>
  /** Copies every file below `folder` into the blobs; names are relative, with forward slashes. */
  keepFolder(folder: string): Promise<OutputFile[]>
  /** Writes one kept output to `target`. */
  copyOut(file: OutputFile, target: string): Promise<void>
}

export type InputRole = 'form' | 'features' | 'tasks' | 'aoi' | 'basemap'
export const inputRoles: readonly InputRole[] = ['form', 'features', 'tasks', 'aoi', 'basemap']

export interface WorkbookPort {
  /** Rejects with AppError `input.*` or `form.*`, or `job.cancelled` once `signal` fires. */
  read(path: string, signal: AbortSignal): Promise<Workbook>
  /** What we say ourselves in forms of other languages than English. */
  words: WordsByLanguage
}

export type Log = (level: LogLine['level'], message: string) => void

/** What a running job may use to tell how far it is. */
export interface Reporter {
  /** Starts a step of the plan announced at claim time; the one before it is done. */
  step(id: string): void
  /** 0..1 inside the running step. */
  progress(value: number): void
  log: Log
}
