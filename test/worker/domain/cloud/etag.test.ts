import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { etag } from '#worker/cloud/fingerprint.ts'
import { etagOf, etagPart, isUsualEtag } from '#worker/domain/cloud/etag.ts'

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

test.each([0, 1, etagPart - 1, etagPart, etagPart + 1, 3 * etagPart])('of %i bytes', (size) => {
  const bytes = Buffer.alloc(size, 'trees')
  const parts = Array.from({ length: Math.max(1, Math.ceil(size / etagPart)) }, (_, index) =>
    md5(bytes.subarray(index * etagPart, (index + 1) * etagPart)),
  )
  const told = etagOf(parts, (all) => md5(all).toString('hex'))
  const streamed = etag()
  streamed.update(bytes)
  expect(told).toBe(streamed.digest())
  expect(isUsualEtag({ size, etag: told })).toBe(true)
  expect(isUsualEtag({ size, etag: `${told.slice(0, 32)}-9` })).toBe(false)
})
