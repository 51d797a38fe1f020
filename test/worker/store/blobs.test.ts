import { createHash, randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const code = (word: string) => expect.objectContaining({ code: word })

test('a file is kept once under its hash, and the source is not touched', async () => {
  const { blobs, store } = await temporaryLedger()
  const source = join(temporaryFolder(), 'क्षेत्र.geojson')
  const bytes = randomBytes(3_000_000)
  writeFileSync(source, bytes)
  chmodSync(source, 0o444)
  const before = statSync(source)
  const [first, second] = await Promise.all([blobs.putFile(source), blobs.putFile(source)])
  expect(first).toEqual({ sha256: sha256(bytes), size: bytes.length })
  expect(second).toEqual(first)
  expect(await blobs.putBytes(bytes)).toEqual(first)
  expect(readFileSync(blobs.pathOf(first.sha256)).equals(bytes)).toBe(true)
  expect(blobs.pathOf(first.sha256)).toBe(join(store.dir, 'blobs', first.sha256.slice(0, 2), first.sha256))
  expect(readdirSync(join(store.dir, 'blobs'))).toEqual([first.sha256.slice(0, 2)])
  expect(statSync(source)).toMatchObject({ mtimeMs: before.mtimeMs, mode: before.mode, size: before.size })
})

test('a blob comes back whole, into a folder that may be new', async () => {
  const { blobs } = await temporaryLedger()
  const blob = await blobs.putBytes(new TextEncoder().encode('features'))
  const target = join(temporaryFolder(), 'a', 'b', 'features.geojson')
  await blobs.copyTo(blob.sha256, target)
  expect(readFileSync(target, 'utf8')).toBe('features')
  await expect(blobs.copyTo('0'.repeat(64), target)).rejects.toEqual(code('input.missing'))
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  await expect(blobs.copyTo(blob.sha256, join(file, 'below'))).rejects.toEqual(code('output.readonly'))
})

test('verify notices a blob that is not what its name says', async () => {
  const { blobs } = await temporaryLedger()
  const { sha256: name } = await blobs.putBytes(randomBytes(1_000))
  expect(await blobs.verify(name)).toBe(true)
  truncateSync(blobs.pathOf(name), 999)
  expect(await blobs.verify(name)).toBe(false)
  blobs.remove([name])
  expect(await blobs.verify(name)).toBe(false)
})

test('a source that cannot be read says so and leaves nothing behind', async () => {
  const { blobs, store } = await temporaryLedger()
  const folder = temporaryFolder()
  await expect(blobs.putFile(join(folder, 'none'))).rejects.toEqual(code('input.missing'))
  mkdirSync(join(folder, 'dir'))
  await expect(blobs.putFile(join(folder, 'dir'))).rejects.toEqual(code('input.unreadable'))
  expect(readdirSync(join(store.dir, 'blobs'))).toEqual([])
})

test.skipIf(process.platform === 'win32')('a pipe is refused instead of waited for', async () => {
  const { blobs } = await temporaryLedger()
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('mkfifo', [pipe])
  await expect(blobs.putFile(pipe)).rejects.toEqual(code('input.unreadable'))
  expect(existsSync(pipe)).toBe(true)
})
