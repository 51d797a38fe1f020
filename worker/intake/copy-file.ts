import { constants, createReadStream, createWriteStream } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** Bytes from which on a copy can be cancelled halfway. */
const large = 64 * 1024 * 1024

/**
 * Copies one file to a path that must not exist yet, by reference where the file system can do that (Btrfs, XFS, APFS).
 *
 * @param size bytes, as far as is known
 * @throws errors of the file system as they are; the signal's reason once it fires
 */
export async function copyOne(from: string, to: string, size: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (size < large) return copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  const isCloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).then(
    () => true,
    () => false,
  )
  if (!isCloned) await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx' }), { signal })
}
