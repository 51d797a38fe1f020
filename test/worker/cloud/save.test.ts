import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { save } from '#worker/cloud/save.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

/** Bodies that end badly, some before a file can have been opened. */
const bodies: ((chunks: Uint8Array) => AsyncGenerator<Uint8Array>)[] = [
  async function* tooMuch(chunk) {
    yield chunk
    yield chunk
  },
  // oxlint-disable-next-line require-yield
  async function* broken() {
    throw new Error('the line broke')
  },
  async function* halfBroken(chunk) {
    yield chunk
    throw new Error('the line broke')
  },
]

test('nothing stays of what broke off or was too much, however early that was', async () => {
  const folder = temporaryFolder()
  const saving = {
    limit: 1000,
    tooLarge: () => new AppError('download.tooLarge'),
    check: () => undefined,
    signal: new AbortController().signal,
  }
  // Many at a time, so that what one of them asks of the disk comes in between.
  const attempts = Array.from({ length: 600 }, async (_, number) => {
    const body = bodies[number % bodies.length]!
    await expect(save(body(new Uint8Array(900)), join(folder, `${number}`), saving)).rejects.toBeInstanceOf(
      Error,
    )
  })
  await Promise.all(attempts)
  expect(readdirSync(folder)).toEqual([])
})
