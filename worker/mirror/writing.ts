import { diskError } from '#worker/domain/disk-error.ts'

/**
 * Work that writes files below `path`, and what it fails with in our words.
 *
 * @throws AppError output.full, output.readonly, and what `work` throws
 */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw diskError(thrown, path)
  }
}
