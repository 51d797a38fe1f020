import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { proofOf } from '#worker/cloud/fingerprint.ts'
import { pace } from '#worker/cloud/pace.ts'
import { partFile, type PartFile } from '#worker/cloud/part-file.ts'
import type { Patience } from '#worker/cloud/patience.ts'
import { ask, pageInstead, type Asked, type Cloudy } from '#worker/cloud/request.ts'
import { isPage, type Answer } from '#worker/cloud/wire.ts'
import { createSweeper } from '#worker/memory/sweeper.ts'
import type { Moving, RemoteFile } from '#worker/steps/cloud-port.ts'

type Source = Pick<Asked, 'path' | 'query'>

/**
 * Fetches one file to `target`, whole and proven by its sha256 or ETag, or not at all. What has come of one that broke
 * off stays beside it and is not asked for again, as far as the server can begin in the middle.
 *
 * @param source where it is, below the API's address
 * @throws AppError cloud.broken (it is not what the list says), output.full, output.readonly, other `cloud.*`; when a
 *   signal fires, its reason
 */
export async function fetchFile(
  cloud: Cloudy,
  source: Source,
  file: RemoteFile,
  target: string,
  how: Moving,
): Promise<void> {
  const signal = AbortSignal.any([cloud.signal, how.signal])
  const both = { ...cloud, signal }
  const part = partFile(target, file)
  try {
    await mkdir(dirname(target), { recursive: true })
    const from = await part.kept()
    const isProven = await come(both, source, file, part, from, how)
    // A beginning of something else: once more, from the first byte on.
    if (!isProven && !(from > 0 && (await come(both, source, file, part, 0, how)))) throw broken(cloud, file)
    await rename(part.path, target)
    await part.done()
  } catch (cause) {
    const told = ofDisk(cause, target)
    // A beginning that is wrong is of no use, and on a full disk in the way.
    const isUseless = told instanceof AppError && /^(cloud\.broken|output\.full)$/.test(told.code)
    if (isUseless || !part.isKept) await part.forget()
    throw told
  }
}

/** Whether what is there afterwards is the file. What is not is gone. */
async function come(
  cloud: Cloudy,
  source: Source,
  file: RemoteFile,
  part: PartFile,
  from: number,
  how: Moving,
): Promise<boolean> {
  // Before it is asked for the rest, which would have to wait.
  const begun = from > 0 ? await looked(part, cloud.signal, file) : null
  const isProven =
    from > 0 && from === file.size
      ? isFile(begun)
      : await ask(
          cloud,
          { ...source, file: file.name, headers: from > 0 ? { Range: `bytes=${from}-` } : {} },
          (answer, waiting) => write(cloud, answer, waiting, file, part, from, begun, how),
        ).catch((cause: unknown) => {
          // 416: the server has another file by now, or cannot begin there.
          if (from > 0 && cause instanceof AppError && cause.data.params['status'] === 416) return false
          throw cause
        })
  if (!isProven) await part.forget()
  return isProven
}

type Proof = ReturnType<typeof proofOf>

/** The proof of a file, with what has come of it looked through. */
async function looked(part: PartFile, signal: AbortSignal, file: RemoteFile): Promise<Proof> {
  const proof = proofOf(file)
  for await (const chunk of part.chunks()) {
    signal.throwIfAborted()
    proof?.made.update(chunk)
  }
  return proof
}

function isFile(proof: Proof): boolean {
  return proof === null || proof.made.digest() === proof.wanted
}

/** Whether it is the file now, as far as its proof says. */
async function write(
  cloud: Cloudy,
  answer: Answer,
  waiting: Patience,
  file: RemoteFile,
  part: PartFile,
  from: number,
  begun: Proof,
  { onBytes, limitRate = null }: Moving,
): Promise<boolean> {
  if (isPage(answer) && !/\.html?$/i.test(file.name)) throw pageInstead(cloud, answer)
  // Servers that know no ranges send the whole file again.
  const begin = answer.status === 206 ? startOf(answer) : 0
  if (begin !== 0 && begin !== from) throw broken(cloud, file)
  const proof = begin > 0 ? begun : proofOf(file)
  if (begin === 0) await part.begin()
  const wait = pace(limitRate, waiting.signal, waiting.heard)
  const onDisk = <D>(work: Promise<D>): Promise<D> =>
    work.catch((cause: unknown) => {
      throw ofDisk(cause, part.path)
    })
  const handle = await onDisk(open(part.path, begin > 0 ? 'a' : 'w'))
  const sweep = createSweeper()
  let size = begin
  try {
    // Each piece is in the file before the next is taken: of what has come, a break of the line loses next to nothing.
    for await (const chunk of answer.body) {
      if (size + chunk.length > file.size) throw broken(cloud, file)
      await onDisk(handle.appendFile(chunk))
      proof?.made.update(chunk)
      size += chunk.length
      sweep(chunk.length)
      onBytes?.(size)
      await wait(chunk.length)
    }
  } finally {
    await handle.close()
  }
  return size === file.size && isFile(proof)
}

/** Where a part begins; NaN when it does not say. */
function startOf(answer: Answer): number {
  return Number(/^bytes (\d+)-/.exec(answer.header('content-range') ?? '')?.[1] ?? Number.NaN)
}

function broken({ address }: Cloudy, { name }: RemoteFile): AppError {
  return new AppError('cloud.broken', { host: new URL(address).host, file: name })
}

/** The disk's errors in our codes; others as they are. */
function ofDisk(cause: unknown, path: string): unknown {
  if (cause instanceof AppError) return cause
  const { code = '', path: named } = cause as NodeJS.ErrnoException
  const folder = dirname(path)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('output.full', { folder, freeMegabytes: 0 }, { cause })
  // Only files have paths; what has none is told by its code.
  if (named !== undefined || ['EACCES', 'EPERM', 'EROFS', 'EIO', 'EFBIG'].includes(code))
    return new AppError('output.readonly', { folder }, { cause })
  return cause
}
