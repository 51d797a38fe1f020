import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { download } from '#worker/cloud/download.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'
import { serve } from '#test/worker/serve.ts'

const never = new AbortController().signal

async function codeOf(url: string, limit = 1000): Promise<string> {
  const target = join(temporaryFolder(), 'file')
  const thrown: unknown = await download(url, target, { limit, signal: never }).then(
    () => null,
    (cause: unknown) => cause,
  )
  expect(existsSync(target)).toBe(false)
  if (!(thrown instanceof AppError)) throw new Error('expected an AppError', { cause: thrown })
  return thrown.code
}

test('a file comes as it is, over a redirect too, and says how far it is', async () => {
  const bytes = Buffer.alloc(2_000_000, 'heights ')
  const url = await serve((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { Location: '/file' }).end()
    else response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes)
  })
  const target = join(temporaryFolder(), 'deep', 'file')
  const told: number[] = []
  const saved = await download(`${url}/moved`, target, {
    limit: bytes.length,
    signal: never,
    onProgress: (value) => told.push(value),
  })
  expect(saved.size).toBe(bytes.length)
  expect((await readFile(target)).equals(bytes)).toBe(true)
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

const troubles: [string, string, RequestListener][] = [
  ['404', 'download.refused', (_, response) => response.writeHead(404).end('gone')],
  ['503', 'download.unreachable', (_, response) => response.writeHead(503).end('busy')],
  ['nothing', 'download.empty', (_, response) => response.end()],
  [
    'more than is wanted, as it says',
    'download.tooLarge',
    (_, response) => response.writeHead(200, { 'Content-Length': 1001 }).end(Buffer.alloc(1001)),
  ],
  [
    'more than is wanted, without saying',
    'download.tooLarge',
    (_, response) =>
      void response.writeHead(200).write(Buffer.alloc(900), () => response.end(Buffer.alloc(900))),
  ],
  [
    'half of it',
    'download.unreachable',
    (_, response) =>
      void response
        .writeHead(200, { 'Content-Length': 900 })
        .write(Buffer.alloc(400), () => response.destroy()),
  ],
  [
    'redirects without end',
    'download.unreachable',
    (request, response) => response.writeHead(302, { Location: `${request.url}x` }).end(),
  ],
]

test.each(troubles)('a server that gives %s: %s', async (_, code, listener) => {
  expect(await codeOf(`${await serve(listener)}/file`)).toBe(code)
})

test('nobody listens', async () => {
  expect(await codeOf('http://127.0.0.1:1/file')).toBe('download.unreachable')
})

test('a stop leaves nothing behind', async () => {
  const url = await serve((_, response) => void response.writeHead(200).write('a'))
  const stop = new AbortController()
  const target = join(temporaryFolder(), 'file')
  const work = download(url, target, { limit: 1000, signal: stop.signal })
  await expect.poll(() => existsSync(target)).toBe(true)
  stop.abort(new AppError('job.cancelled'))
  await expect(work).rejects.toMatchObject({ code: 'job.cancelled' })
  expect(existsSync(target)).toBe(false)
})
