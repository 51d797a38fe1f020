import { expect, test } from 'vitest'
import { isTrusted } from '#electron/ipc/sender.ts'

const own = new Set([7])
const mainFrame = { url: 'app://app/index.html', parent: null }

test.each([
  ['our window’s own page', { sender: { id: 7 }, senderFrame: mainFrame }, true],
  ['a frame that is gone', { sender: { id: 7 }, senderFrame: null }, false],
  ['a frame inside the page', { sender: { id: 7 }, senderFrame: { ...mainFrame, parent: mainFrame } }, false],
  ['another origin', { sender: { id: 7 }, senderFrame: { url: 'https://qgis.org/', parent: null } }, false],
  ['an empty page', { sender: { id: 7 }, senderFrame: { url: '', parent: null } }, false],
  ['a foreign web contents', { sender: { id: 8 }, senderFrame: mainFrame }, false],
])('%s (S10)', (_name, event, trusted) => {
  expect(isTrusted(event, own)).toBe(trusted)
})
