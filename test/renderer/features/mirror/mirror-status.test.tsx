import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mirror, mirrorOff, taken } from '#test/renderer/harness/samples.ts'
import { openWindow } from '#test/renderer/open.tsx'
import { lookOfMirror } from '#renderer/features/mirror/look.ts'
import { MirrorState } from '#worker/api/mirror.ts'
import type { MirrorStatus } from '#worker/api/mirror.ts'

const open = (status: MirrorStatus) => openWindow({ script: { 'mirror.status': status } })

test('off shows nothing', async () => {
  open(mirrorOff)
  await screen.findByRole('heading', { level: 1 })
  expect(screen.queryByRole('button', { name: /^Database/ })).toBeNull()
})

test('every other state has its own word', () => {
  const states = MirrorState.options.filter((state) => state !== 'off')
  const words = states.map((state) => lookOfMirror(mirror({ state }), undefined)?.word)
  expect(new Set(words).size).toBe(states.length)
})

test.each([
  [mirror(), 'Connected', ['Jobs are shared as they change.', 'Everything is sent.']],
  [mirror({ waiting: 1 }), 'Connected', ['1 job waits to be sent.']],
  [mirror({ listening: false }), 'Connected', [/a few seconds later/]],
  [mirror({ taken: 2 }), 'Connected', ['2 jobs of others are here.']],
  [mirror({ readOnly: true, waiting: 2 }), 'Read-only', [/newer Fieldpack/, '2 jobs wait to be sent.']],
  [mirror({ state: 'connecting' }), 'Connecting', ['Waiting for db.example.org to answer.']],
  [mirror({ state: 'offline', waiting: 12 }), 'Offline', [/no network/, '12 jobs wait to be sent.']],
  [
    mirror({ state: 'unreachable', trouble: 'hostUnknown' }),
    'No answer',
    [/no server called/, /tried again/],
  ],
  [mirror({ state: 'unreachable', trouble: 'other' }), 'No answer', [/broke off/, /tried again/]],
  [mirror({ state: 'refused', trouble: 'privilege' }), 'Refused', [/may not do/, /until that is mended/]],
] as const)('%j is “%s”, and more when pressed', async (status, word, lines) => {
  const { user } = open(status)
  await user.click(await screen.findByRole('button', { name: new RegExp(`^Database: ?${word}`) }))
  const about = within(await screen.findByRole('dialog'))
  expect(about.getByText('fieldtm · db.example.org')).toBeTruthy()
  for (const line of lines) expect(about.getByText(line)).toBeTruthy()
})

test('what is not connected does not claim that everything is sent', async () => {
  const { user } = open(mirror({ state: 'offline' }))
  await user.click(await screen.findByRole('button', { name: /^Database/ }))
  await screen.findByRole('dialog')
  expect(screen.queryByText('Everything is sent.')).toBeNull()
})

test('the details lead to the settings; Esc closes them', async () => {
  const { user } = open(mirror())
  const button = await screen.findByRole('button', { name: /^Database/ })
  await user.click(button)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.click(button)
  await user.click(await screen.findByRole('button', { name: 'Settings…' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeTruthy()
})

test('follows what the worker tells', async () => {
  const { fake } = open(mirror())
  await screen.findByRole('button', { name: /^Database: ?Connected$/ })
  act(() => fake.say('mirror.changed', mirror({ state: 'offline', waiting: 3 })))
  expect(
    await screen.findByRole('button', { name: /^Database: ?Offline ?, 3 jobs wait to be sent\.$/ }),
  ).toBeTruthy()
})

test('a job of somebody else’s says where it comes from, in the list and on its own', async () => {
  const { user } = openWindow({ script: { 'jobs.list': [taken()], 'jobs.get': taken } })
  const row = within(await screen.findByRole('row', { name: /latrines/ }))
  expect(row.getByText('From fieldtm · db.example.org')).toBeTruthy()
  await user.dblClick(screen.getByRole('row', { name: /latrines/ }))
  await screen.findByRole('heading', { level: 1, name: 'Ward 7 latrines' })
  expect(screen.getByText('From fieldtm · db.example.org')).toBeTruthy()
})
