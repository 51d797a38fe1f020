import { act, screen, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Script } from '#test/renderer/harness/fake.ts'
import { secrets } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'

const open = (script: Script = {}) => openWindow({ screen: { name: 'settings' }, script })
const section = async () => within(await screen.findByRole('region', { name: 'Secrets for projects' }))
const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: 'input, textarea' })
const press = async (user: UserEvent, name: string) =>
  user.click((await section()).getByRole('button', { name }))

const file = '[survey]\nhost=db.example.org\npassword=geheim\n\n[cadastre]\nhost=db.example.org\n'
const kept = secrets({
  services: { state: 'system', names: ['survey', 'cadastre'] },
  variables: { TILES_KEY: 'system', QFC_PG_EFFECTIVE_USER: 'lost' },
})

describe('a pg_service.conf', () => {
  test('is given as a whole, and shown as the names of its services alone', async () => {
    const { user, fake } = open({ 'secrets.set': kept })
    await press(user, 'Set…')
    await user.click(box('pg_service.conf'))
    await user.paste(file)
    expect(screen.getByText('Services: survey, cadastre')).toBeTruthy()
    await press(user, 'Keep')
    expect(await screen.findByText('survey, cadastre')).toBeTruthy()
    expect(inputsOf(fake, 'secrets.set')).toEqual([{ name: 'services', value: file, place: 'system' }])
    expect(document.body.innerHTML).not.toContain('geheim')
    await press(user, 'Replace…')
    expect(box('pg_service.conf').value).toBe('')
  })

  test('that Postgres would refuse is told by line, and not kept', async () => {
    const { user, fake } = open()
    await press(user, 'Set…')
    await press(user, 'Keep')
    expect(screen.getByText(/There is no service in it/)).toBeTruthy()
    await user.click(box('pg_service.conf'))
    await user.paste('host=early\n[survey]\nhost = db\n# fine\npassword')
    await press(user, 'Keep')
    expect(screen.getByText(/Lines 1, 3, 5 aren’t/)).toBeTruthy()
    await user.clear(box('pg_service.conf'))
    await user.paste('[survey]\nhost=db\npassword')
    await press(user, 'Keep')
    expect(screen.getByText(/Line 3 isn’t/)).toBeTruthy()
    expect(inputsOf(fake, 'secrets.set')).toEqual([])
  })

  test('is forgotten at the user’s wish', async () => {
    const { user, fake } = open({ 'secrets.state': secrets({ services: kept.services }) })
    await section()
    await screen.findByText('survey, cadastre')
    await press(user, 'Forget')
    expect(await (await section()).findByRole('button', { name: 'Set…' })).toBeTruthy()
    expect(inputsOf(fake, 'secrets.forget')).toEqual([{ name: 'services' }])
  })

  test('that was known for one run only has to be given again', async () => {
    open({ 'secrets.state': secrets({ safe: false, services: { state: 'ask', names: [] } }) })
    expect(await screen.findByText(/known only until Fieldpack was closed/)).toBeTruthy()
  })
})

describe('a variable', () => {
  test('is given by name and value, with dots for the value', async () => {
    const { user, fake } = open({ 'secrets.set': kept })
    await press(user, 'Add…')
    await user.type(box('Name'), 'TILES_KEY')
    await user.type(box('Value'), 'geheim')
    expect(box('Value').type).toBe('password')
    await user.keyboard('{Enter}')
    const list = within(await screen.findByRole('list', { name: 'Environment variables' }))
    expect(list.getAllByRole('listitem').map((item) => item.querySelector('p')?.textContent)).toEqual([
      'QFC_PG_EFFECTIVE_USER',
      'TILES_KEY',
    ])
    expect(inputsOf(fake, 'secrets.set')).toEqual([
      { name: 'env.TILES_KEY', value: 'geheim', place: 'system' },
    ])
    expect(document.body.innerHTML).not.toContain('geheim')
  })

  test.each(['tiles', 'A', '_KEY', '1KEY', 'TILES-KEY', 'TILES KEY'])(
    'can’t be called “%s”',
    async (name) => {
      const { user, fake } = open()
      await press(user, 'Add…')
      await user.type(box('Name'), name)
      await user.type(box('Value'), 'x{Enter}')
      expect(screen.getByText(/At least two characters/)).toBeTruthy()
      expect(inputsOf(fake, 'secrets.set')).toEqual([])
    },
  )

  test('that this computer can’t decrypt is given again under its name, or forgotten', async () => {
    const { user, fake } = open({ 'secrets.state': kept })
    expect(await screen.findByText(/can’t decrypt it/)).toBeTruthy()
    await press(user, 'Replace QFC_PG_EFFECTIVE_USER…')
    expect(box('Name').value).toBe('QFC_PG_EFFECTIVE_USER')
    expect(box('Value').value).toBe('')
    await user.type(box('Value'), 'asha{Enter}')
    expect(inputsOf(fake, 'secrets.set')).toEqual([
      { name: 'env.QFC_PG_EFFECTIVE_USER', value: 'asha', place: 'system' },
    ])
    expect(screen.queryByLabelText('Value')).toBeNull()
  })

  test('that could not be kept stays as typed, and says why', async () => {
    const { user } = open({ 'secrets.set': new AppError('store.full') })
    await press(user, 'Add…')
    await user.type(box('Name'), 'TILES_KEY')
    await user.type(box('Value'), 'x{Enter}')
    await screen.findAllByText(/disk with the ledger is full/)
    expect(box('Name').value).toBe('TILES_KEY')
  })
})

test.each([
  [/Only until Fieldpack is closed/, 'session'],
  [/Keep it unprotected/, 'plain'],
] as const)('where the system has no protected place, %s is the user’s choice', async (label, place) => {
  const { user, fake } = open({ 'secrets.state': secrets({ safe: false }) })
  await press(user, 'Add…')
  await user.type(box('Name'), 'TILES_KEY')
  await user.type(box('Value'), 'x')
  await user.click(screen.getByRole('radio', { name: label }))
  await press(user, 'Keep')
  expect(inputsOf(fake, 'secrets.set')).toEqual([{ name: 'env.TILES_KEY', value: 'x', place }])
})

test('what changes elsewhere is shown at once', async () => {
  const { fake } = open()
  await section()
  act(() => fake.say('secrets.changed', kept))
  expect(await screen.findByText('survey, cadastre')).toBeTruthy()
})
