import { AppError } from '#worker/api/errors.ts'

const full = ['ENOSPC', 'EDQUOT']
const closed = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR']

/**
 * Work that writes files below `path`, and what it fails with in our words.
 *
 * @throws AppError output.full, output.readonly, and what `work` throws
 */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const word = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    if (full.includes(word)) throw new AppError('output.full', { path }, { cause: thrown })
    if (closed.includes(word)) throw new AppError('output.readonly', { path }, { cause: thrown })
    throw thrown
  }
}
