import { AppError } from '#worker/api/errors.ts'

const full = ['ENOSPC', 'EDQUOT']
const taken = ['EEXIST', 'ENOTEMPTY']
/** No right to, or a file where a folder should be and the other way round. */
const closed = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR']

/** Whether the disk, or somebody's share of it, has no room left. */
export function isFull(cause: unknown): boolean {
  return full.includes(codeOf(cause))
}

/**
 * What the file system said to writing at `folder`, in our codes: output.full, output.occupied, output.readonly. What
 * it did not say comes back as it is.
 *
 * @param how.mustBeFree nothing was to stand there: what does is no lack of rights, but another's
 * @param how.onlyWrites no reading and no network can have failed instead: then every other word of the system, such
 *   as Windows' UNKNOWN of a drive that has gone, says that the place can't be written
 */
export function diskError(
  cause: unknown,
  folder: string,
  how: { mustBeFree?: true; onlyWrites?: true } = {},
): unknown {
  if (cause instanceof AppError) return cause
  const code = codeOf(cause)
  if (isFull(cause)) return new AppError('output.full', { folder }, { cause })
  if (how.mustBeFree === true && taken.includes(code))
    return new AppError('output.occupied', { folder }, { cause })
  const isClosed = taken.includes(code) || closed.includes(code)
  return isClosed || (how.onlyWrites === true && isOfSystem(cause))
    ? new AppError('output.readonly', { folder }, { cause })
    : cause
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : ''

const isOfSystem = (cause: unknown): boolean => cause instanceof Error && 'syscall' in cause
