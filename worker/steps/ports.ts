import type { AppliedDelta } from '#worker/api/deltas.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'
import type { KeyMap } from '#worker/domain/delta/key-map.ts'
import type { DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'
import type { Reach } from '#worker/domain/project/reach.ts'
import type { LogLine } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
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

/** QGIS processes for one job alone: what a project does to one, nobody else meets. */
export interface OwnQgisPort {
  alone<T>(work: (qgis: QgisPort) => Promise<T>): Promise<T>
}

/** A file as it was when it was copied. */
export interface CopiedFile {
  /** Relative, with forward slashes. */
  name: string
  size: number
  mtimeMs: number
  isLinked: boolean
}

/** The ledger's deltas of a project's folder, which is an absolute path without links. */
export interface DeltaLedgerPort {
  /** In the order in which they came. */
  find(folder: string, uuids: Iterable<string>): Map<string, LedgerDelta>
  /** How devices' keys are called in the layers, by what was applied before. */
  keysOf(folder: string): KeyMap
  /** @throws AppError deltas.otherProject */
  mustBelong(folder: string, file: DeltaFile): void
  /** Takes a file's deltas in, those that are new as `pending`. @throws AppError deltas.otherProject */
  receive(folder: string, file: DeltaFile): void
  /** What became of them. Saying it twice changes nothing. */
  settle(folder: string, job: { id: string; inverse: boolean }, answers: readonly AppliedDelta[]): void
}

/** Coordinators' folders, which are only read. */
export interface ProjectFoldersPort {
  /** @throws AppError input.missing, input.unreadable */
  survey(folder: string): Promise<FolderSurvey>
  /** Which of these paths, relative to `folder` or absolute, lead to a file. */
  whichExist(folder: string, paths: readonly string[]): Promise<Set<string>>
  /**
   * Copies what is not left out into the folder `to`; answers what was copied. Links inside the folder
   * stay, or become the files that they lead to; `large`: large files that QGIS only reads become links, too.
   *
   * @throws AppError project.changing, input.unreadable, output.full, or the signal's reason
   */
  copy(what: {
    survey: FolderSurvey
    to: string
    leaveOut: (name: string) => boolean
    links: 'large' | 'kept' | 'followed'
    signal: AbortSignal
    onProgress?: (value: number) => void
  }): Promise<CopiedFile[]>
}

/** What can be said of a host from here, honestly. */
export type ReachPort = (to: { host: string; port: number; signal: AbortSignal }) => Promise<Reach>

/** What a job reads and what it made, content-addressed in the ledger's blobs. */
export interface FilesPort {
  /**
   * Lays every kept input into `folder/<role>/`; answers what a reader opens, by role. Inputs are copies: a
   * job cannot touch the coordinator's files.
   */
  layInputs(jobId: string, folder: string): Promise<Partial<Record<InputRole, string>>>
  /** The kept inputs as they lie in the blobs, to be read only; names are as they were kept, sorted. */
  listInputs(jobId: string): { name: string; path: string }[]
  /** Copies one file into the blobs. */
  keepFile(path: string): Promise<Omit<OutputFile, 'name'>>
  /** Copies every file below `folder` into the blobs; names are relative, with forward slashes. */
  keepFolder(folder: string): Promise<OutputFile[]>
  /** Writes one kept output to `target`. */
  copyOut(file: OutputFile, target: string): Promise<void>
}

export type InputRole = 'form' | 'features' | 'tasks' | 'aoi' | 'basemap' | 'plugin'
export const inputRoles: readonly InputRole[] = ['form', 'features', 'tasks', 'aoi', 'basemap', 'plugin']

export interface WorkbookPort {
  /** Rejects with AppError `input.*` or `form.*`, or `job.cancelled` once `signal` fires. */
  read(path: string, signal: AbortSignal): Promise<Workbook>
  /** What we say ourselves in forms of other languages than English. */
  words: WordsByLanguage
}

/**
 * Fetches a file over http(s) to `target`, whole or not at all. Rejects with AppError `download.*` or `output.full`;
 * with the signal's reason once it fires. `limit` is in bytes, progress 0..1 where the size is known.
 */
export type DownloadPort = (
  url: string,
  target: string,
  options: { limit: number; signal: AbortSignal; onProgress?: (value: number) => void },
) => Promise<{ size: number; sha256: string }>

export interface CloudFile {
  /** Safe as a path below a folder of ours, with forward slashes. */
  name: string
  /** Bytes. */
  size: number
  /** A photo or the like that somebody's feature names. */
  isAttachment: boolean
  /** Hex, where the server tells it. */
  sha256: string | null
}

/** A QFieldCloud that somebody is signed in to. Rejects with AppError `cloud.*`. */
export interface CloudPort {
  files(projectId: string): Promise<CloudFile[]>
  /** Writes a file to `target`, and makes sure that it is what the list says. */
  download(projectId: string, file: CloudFile, target: string): Promise<void>
  upload(projectId: string, name: string, source: string): Promise<void>
}

/**
 * Unpacks a plugin's .zip into `folder` and answers what came out, relative with forward slashes; a folder around
 * everything is left away. `rename` says what a file is called in the project, `isTaken` which names it has itself.
 * Rejects with AppError `plugin.*`.
 */
export type UnpackPort = (
  zip: string,
  folder: string,
  options: { rename: (name: string) => string; isTaken: (name: string) => boolean; signal: AbortSignal },
) => Promise<string[]>

/** Packs files into a zip, named as they are to stand in it. */
export type PackPort = (
  zip: string,
  files: readonly { name: string; path: string }[],
  signal: AbortSignal,
) => Promise<void>

export type Log = (level: LogLine['level'], message: string) => void

/** What a running job may use to tell how far it is. */
export interface Reporter {
  /** Starts a step of the plan announced at claim time; the one before it is done. */
  step(id: string): void
  /** 0..1 inside the running step. */
  progress(value: number): void
  log: Log
}
