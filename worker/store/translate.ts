import { AppError, type ErrorCode } from '#worker/api/errors.ts'

/** First match wins, so the narrower words of SQLite stand before the wider ones. */
const meanings: [prefix: string, code: ErrorCode][] = [
  ['SQLITE_FULL', 'store.full'],
  // WAL's shared memory file is sized up front; on a full disk that is the first thing to fail.
  ['SQLITE_IOERR_SHMSIZE', 'store.full'],
  ['ENOSPC', 'store.full'],
  ['EDQUOT', 'store.full'],
  ['SQLITE_CORRUPT', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['SQLITE_IOERR_READ', 'store.corrupt'],
  ['SQLITE_IOERR_SHORT_READ', 'store.corrupt'],
  ['SQLITE_IOERR_CORRUPTFS', 'store.corrupt'],
  ['SQLITE_BUSY', 'store.locked'],
  ['SQLITE_IOERR', 'store.readonly'],
  ['SQLITE_READONLY', 'store.readonly'],
  ['SQLITE_CANTOPEN', 'store.readonly'],
  ['SQLITE_PERM', 'store.readonly'],
  ['EACCES', 'store.readonly'],
  ['EPERM', 'store.readonly'],
  ['EROFS', 'store.readonly'],
  // A file where a folder should be.
  ['ENOTDIR', 'store.readonly'],
  ['EEXIST', 'store.readonly'],
]

/** Runs `work`; what SQLite or the file system refused comes out as AppError `store.*` about `path`. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw toStoreError(thrown, path)
  }
}

/** `guard` for work that takes its time. */
export async function guardAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw toStoreError(thrown, path)
  }
}

function toStoreError(thrown: unknown, path: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !('code' in thrown)) return thrown
  const word = String(thrown.code)
  const meaning = meanings.find(([prefix]) => word.startsWith(prefix))
  return meaning === undefined ? thrown : new AppError(meaning[1], { path }, { cause: thrown })
}
