import { expect, test } from 'vitest'
import { fileKind } from '#worker/domain/file-kind.ts'

test.each([
  ['II*\0\u0008', 'tiff'],
  ['MM\0*\0\0', 'tiff'],
  ['II+\0', 'tiff'],
  ['MM\0+\0', 'tiff'],
  ['II', 'other'],
  ['SQLite format 3\0', 'sqlite'],
  ['SQLite format 3', 'other'],
  ['<VRTDataset rasterXSize', 'other'],
  ['<!DOCTYPE html>', 'other'],
  ['', 'other'],
])('%j is %s', (head, kind) => {
  expect(fileKind(new TextEncoder().encode(head))).toBe(kind)
})
