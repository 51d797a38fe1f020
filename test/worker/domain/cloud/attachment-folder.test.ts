import { expect, test } from 'vitest'
import { inAttachmentFolder } from '#worker/domain/cloud/attachment-folder.ts'

test.each([
  ['DCIM/1.jpg', [], true, true],
  ['DCIM/a/b.jpg', [], true, true],
  ['data/DCIM/1.jpg', [], false, false],
  ['dcim/1.jpg', [], false, false],
  ['DCIM', [], false, true],
  ['DCIM2/1.jpg', [], false, true],
  ['audio/1.m4a', ['DCIM', 'audio'], false, true],
  ['DCIM/1.jpg', ['audio'], true, false],
  ['DCIM/1.jpg', ['', 'DCIM'], true, false],
])('%s, with folders %j: page %s, server %s', (file, dirs, page, server) => {
  expect(inAttachmentFolder(file, dirs, 'page')).toBe(page)
  expect(inAttachmentFolder(file, dirs, 'server')).toBe(server)
})
