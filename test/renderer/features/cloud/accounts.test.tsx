import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import * as cloud from '#test/renderer/harness/sample-cloud.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import type { Script } from '#test/renderer/harness/fake.ts'
import { AppError } from '#worker/api/errors.ts'

const open = (script: Script = {}) =>
  openWindow({ screen: { name: 'settings' }, script: { ...cloud.online, ...script } })

const section = () => screen.findByRole('region', { name: 'QFieldCloud' })

test('each account says how it stands in words', async () => {
  open()
  const rows = await within(await section()).findAllByRole('listitem')
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Signed in until December 22'),
    expect.stringContaining('Expired: sign in again'),
    expect.stringContaining('Signed out'),
  ])
})

test.each([
  ['cloud.wrongPassword', 'Password', /doesn’t know this user name with this password/],
  ['cloud.locked', 'Password', /locked this account/],
  ['cloud.badAddress', 'Server', /isn’t the address of a server/],
  ['cloud.plainHttp', 'Server', /anybody on the way could read the password/],
  ['cloud.unreachable', 'Server', /doesn’t answer/],
] as const)('%s is told at the field “%s”', async (code, label, words) => {
  const { user } = open({
    'cloud.accounts': [],
    'cloud.signIn': new AppError(code, { host: 'cloud.example.org' }),
  })
  await user.click(await screen.findByRole('button', { name: 'Sign in…' }))
  const form = screen.getByRole('form', { name: 'Sign in' })
  expect(within(form).getByLabelText('Server')).toHaveProperty('value', 'app.qfield.cloud')
  expect(document.activeElement).toBe(within(form).getByLabelText('User name or email'))
  await user.keyboard('asha')
  await user.type(within(form).getByLabelText('Password'), 'wrong')
  await user.click(within(form).getByRole('button', { name: 'Sign in' }))
  const field = within(form).getByLabelText(label)
  await screen.findByText(words)
  const told = (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ')
  expect(told).toMatch(words)
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

test('what is not filled in is not sent', async () => {
  const { fake, user } = open({ 'cloud.accounts': [] })
  await user.click(await screen.findByRole('button', { name: 'Sign in…' }))
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findAllByText('Fill this in.')).toHaveLength(2)
  expect(inputsOf(fake, 'cloud.signIn')).toEqual([])
})

test('who signs in again is asked for the password alone, and the list shows it', async () => {
  const { fake, user } = open({
    'cloud.signIn': () => ({ ...cloud.accounts[1]!, state: 'signedIn', expiresAt: null }),
  })
  const rows = await within(await section()).findAllByRole('listitem')
  await user.click(within(rows[1]!).getByRole('button', { name: 'Sign in again' }))
  expect(screen.queryByLabelText('Server')).toBeNull()
  await user.keyboard('right{Enter}')
  await screen.findByText('Signed in as asha.gurung at qfield.ward5.example.org.', { selector: 'span' })
  expect(inputsOf(fake, 'cloud.signIn')).toEqual([
    { server: 'qfield.ward5.example.org', username: 'asha.gurung', password: 'right' },
  ])
  expect(screen.queryByLabelText('Password')).toBeNull()
})

test('forgetting asks first, and says that phones stay signed in', async () => {
  const { fake, user } = open()
  await user.click(await screen.findByRole('button', { name: 'Forget trainer' }))
  const sheet = await screen.findByRole('dialog', { name: 'Forget trainer at app.qfield.cloud?' })
  expect(sheet.textContent).toContain('Phones and tablets stay signed in')
  expect(inputsOf(fake, 'cloud.forget')).toEqual([])
  await user.click(within(sheet).getByRole('button', { name: 'Forget' }))
  expect(inputsOf(fake, 'cloud.forget')).toEqual([{ accountId: 'account-3' }])
})
