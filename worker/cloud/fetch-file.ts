import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#worker/api/errors.ts'
import { proofOf } from '#worker/cloud/fingerprint.ts'
import { pace } from '#worker/cloud/pace.ts'
import { partFile, type PartFile } from '#worker/cloud/part-file.ts'
import type { Patience } from '#worker/cloud/patience.ts'
import { ask, pageInstead, type Cloudy } from '#worker/cloud/request.ts'
import { isPage, type Answer } from '#worker/cloud/wire.ts'
import type { Moving, RemoteFile } from '#worker/steps/cloud-port.ts'

/**
 * Fetches one file to `target`, whole and proven by its sha256 or ETag, or not at all. What has come of one that broke
 * off stays beside it and is not asked for again, as far as the server can begin in the middle.
 *
 * @param path below the API's address
 * @throws AppError cloud.broken (it is not what the list says), output.full, output.readonly, other `cloud.*`; when a
 *   signal fires, its reason
 */
export async function fetchFile(
  cloud: Cloudy,
  path: string,
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
    const isProven = await come(both, path, file, part, from, how)
    // A beginning of something else: once more, from the first byte on.
    if (!isProven && !(from > 0 && (await come(both, path, file, part, 0, how)))) throw broken(cloud, file)
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
  path: string,
  file: RemoteFile,
  part: PartFile,
  from: number,
  how: Moving,
): Promise<boolean> {
  const isProven =
    from > 0 && from === file.size
      ? await isFile(part, cloud.signal, file)
      : await ask(
          cloud,
          { path, file: file.name, headers: from > 0 ? { Range: `bytes=${from}-` } : {} },
          (answer, waiting) => write(cloud, answer, waiting, file, part, from, how),
        ).catch((cause: unknown) => {
          // 416: the server has another file by now, or cannot begin there.
          if (from > 0 && cause instanceof AppError && cause.data.params['status'] === 416) return false
          throw cause
        })
  if (!isProven) await part.forget()
  return isProven
}

async function isFile(part: PartFile, signal: AbortSignal, file: RemoteFile): Promise<boolean> {
  const proof = proofOf(file)
  for await (const chunk of part.chunks()) {
    signal.throwIfAborted()
    proof?.made.update(chunk)
  }
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
  { onBytes, limitRate = null }: Moving,
): Promise<boolean> {
  if (isPage(answer) && !/\.html?$/i.test(file.name)) throw pageInstead(cloud, answer)
  // Servers that know no ranges send the whole file again.
  const begin = answer.status === 206 ? startOf(answer) : 0
  if (begin !== 0 && begin !== from) throw broken(cloud, file)
  const proof = proofOf(file)
  if (begin > 0) for await (const chunk of part.chunks()) proof?.made.update(chunk)
  else await part.begin()
  const wait = pace(limitRate, waiting.signal, waiting.heard)
  let size = begin
  async function* measured(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > file.size) throw broken(cloud, file)
      proof?.made.update(chunk)
      yield chunk
      onBytes?.(size)
      await wait(chunk.length)
    }
  }
  const sink = createWriteStream(part.path, { flags: begin > 0 ? 'a' : 'w' })
  await pipeline(answer.body, measured, sink, { signal: waiting.signal }).catch((cause: unknown) => {
    throw ofDisk(cause, part.path)
  })
  return size === file.size && (proof === null || proof.made.digest() === proof.wanted)
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
