import { AppError } from '#worker/api/errors.ts'
import { multipart, type Part } from '#worker/cloud/body.ts'
import { pace } from '#worker/cloud/pace.ts'
import { tell, type Cloudy } from '#worker/cloud/request.ts'
import { steadyFile } from '#worker/cloud/steady-file.ts'
import { fileNameProblem, largestFile } from '#worker/domain/cloud/check-file.ts'
import type { Moving } from '#worker/steps/cloud-port.ts'

/**
 * Sends one file, streamed. That it was taken proves nothing: whether it is there whole is for the list to say.
 *
 * @param apiPath below the API's address
 * @param name in the project, with forward slashes
 * @throws AppError cloud.invalidName, cloud.tooLarge (both before anything is sent), cloud.fileChanged,
 *   input.missing, other `cloud.*`; when a signal fires, its reason
 */
export async function upload(
  cloud: Cloudy,
  apiPath: string,
  name: string,
  path: string,
  how: Moving,
): Promise<void> {
  const { host } = new URL(cloud.address)
  if (fileNameProblem(name) !== null) throw new AppError('cloud.invalidName', { host, name, file: name })
  await sendFile(cloud, { path: apiPath, file: name, largest: largestFile }, path, how)
}

/**
 * The same for a file that has no place of its own in a project.
 *
 * @param to below the API's address; what errors call the file; bytes at most; its part of the form
 */
export async function sendFile(
  cloud: Cloudy,
  to: { path: string; file: string; largest: number; part?: Part },
  path: string,
  { signal, onBytes, limitRate = null }: Moving,
): Promise<void> {
  const { host } = new URL(cloud.address)
  const both = AbortSignal.any([cloud.signal, signal])
  const file = await steadyFile(path, { host, file: to.file })
  async function* counted(): AsyncGenerator<Uint8Array> {
    const wait = pace(limitRate, both)
    let sent = 0
    for await (const chunk of file.chunks(limitRate)) {
      yield chunk
      sent += chunk.length
      onBytes?.(sent)
      await wait(chunk.length)
    }
  }
  try {
    if (file.size > to.largest) throw new AppError('cloud.tooLarge', { host, file: to.file, status: 0 })
    const body = multipart(file.size, counted, to.part)
    await tell({ ...cloud, signal: both }, { method: 'POST', path: to.path, file: to.file, body })
  } finally {
    await file.close()
  }
}
