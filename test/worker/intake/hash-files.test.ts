import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { etag, sha256 } from '#worker/cloud/fingerprint.ts'
import { hashFiles, type Hasher } from '#worker/intake/hash-files.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const hashers = () => ({ etag: etag(), sha256: sha256() })
const signal = new AbortController().signal
const shaOf = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const md5Of = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex')

test('files of any size are hashed in one reading, with what they were then', async () => {
  const folder = temporaryFolder()
  const large = Buffer.alloc(3_000_001, 'forest')
  writeFileSync(join(folder, 'empty'), '')
  mkdirSync(join(folder, 'a'))
  writeFileSync(join(folder, 'a/large'), large)
  let last = 0
  const hashed = await hashFiles(folder, ['empty', 'a/large'], {
    hashers,
    signal,
    onBytes: (bytes) => (last = bytes),
  })
  const { mtimeMs } = statSync(join(folder, 'a/large'))
  expect(hashed.find(({ name }) => name === 'a/large')).toEqual({
    name: 'a/large',
    size: large.length,
    mtimeMs,
    etag: md5Of(large),
    sha256: shaOf(large),
  })
  expect(hashed.find(({ name }) => name === 'empty')).toMatchObject({ size: 0, sha256: shaOf('') })
  expect(last).toBe(large.length)
})

test('what is gone, or no file, is left out', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'there'))
  symlinkSync(join(folder, 'there'), join(folder, 'link'))
  expect(await hashFiles(folder, ['gone', 'there', 'link', 'there/gone'], { hashers, signal })).toEqual([])
})

describe('a file that somebody writes to while it is read', () => {
  /** Writes to the file at each of the first so many looks into it. */
  function disturbed(path: string, times: number) {
    let left = times
    return () => {
      const { etag: one, sha256: other } = hashers()
      const spoil: Hasher = {
        update(chunk) {
          if (left-- > 0) appendFileSync(path, 'more')
          one.update(chunk)
        },
        digest: () => one.digest(),
      }
      return { etag: spoil, sha256: other }
    }
  }

  test('is read again, and told as it is then', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'f')
    writeFileSync(path, 'trees')
    const [file] = await hashFiles(folder, ['f'], { hashers: disturbed(path, 1), signal })
    expect(file).toMatchObject({ size: 9, sha256: shaOf('treesmore'), etag: md5Of('treesmore') })
  })

  test('is refused when that goes on', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'f')
    writeFileSync(path, 'trees')
    await expect(
      hashFiles(folder, ['f'], { hashers: disturbed(path, Infinity), signal }),
    ).rejects.toMatchObject({
      code: 'project.changing',
      data: { params: { file: 'f' } },
    })
  })
})

test('ends with its signal', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'f'), 'trees')
  const reason = new Error('enough')
  await expect(hashFiles(folder, ['f'], { hashers, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
