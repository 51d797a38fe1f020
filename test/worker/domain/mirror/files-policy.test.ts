import { expect, test } from 'vitest'
import { filesToMirror } from '#worker/domain/mirror/files-policy.ts'

const files = [{ size: 0 }, { size: 8 * 1024 * 1024 }, { size: 8 * 1024 * 1024 + 1 }]

test('never, small ones, all', () => {
  expect(filesToMirror(files, 'never')).toEqual([])
  expect(filesToMirror(files, 'small')).toEqual(files.slice(0, 2))
  expect(filesToMirror(files, 'all')).toEqual(files)
})
