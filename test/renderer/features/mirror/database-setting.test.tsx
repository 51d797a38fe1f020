import { act, screen, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Script } from '#test/renderer/harness/fake.ts'
import { mirror, secrets, sharing } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'
import { MirrorTrouble } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'

const open = (script: Script = {}) => openWindow({ screen: { name: 'settings' }, script })
const section = async () => within(await screen.findByRole('region', { name: 'Database' }))
const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: 'input' })
const press = (user: UserEvent, name: string) => user.click(screen.getByRole('button', { name }))

async function startTyping(user: UserEvent): Promise<void> {
  await user.click(await screen.findByRole('button', { name: 'Connect…' }))
  await user.type(box('Server'), 'db.example.org')
  await user.type(box('Database'), 'fieldtm')
  await user.type(box('User'), 'asha')
}

/** With a database of the settings that works. */
const shared: Script = {
  'settings.get': sharing,
  'settings.set': (change) => ({ ...sharing, ...change }) as Settings,
  'mirror.status': mirror(),
  'secrets.state': secrets({ postgres: 'system' }),
}

describe('a first connection', () => {
  test('is off until somebody wants one', async () => {
    open()
    const database = await section()
    expect(database.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /^Database:/ })).toBeNull()
  })

  test('is tried without being set, then set, with its password in the system’s store', async () => {
    const { user, fake } = open()
    await startTyping(user)
    await user.type(box('Password'), 'geheim')
    await press(user, 'Test')
    await screen.findByRole('region', { name: 'It works: PostgreSQL 15.4 on db.example.org' })
    expect(inputsOf(fake, 'mirror.test')).toEqual([
      { url: 'postgres://asha@db.example.org/fieldtm', tls: 'verify', caFile: null, password: 'geheim' },
    ])
    expect(inputsOf(fake, 'settings.set')).toEqual([])
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    expect(inputsOf(fake, 'secrets.set')).toEqual([{ name: 'postgres', value: 'geheim', place: 'system' }])
    expect(inputsOf(fake, 'settings.set')).toEqual([
      {
        postgresUrl: 'postgres://asha@db.example.org/fieldtm',
        postgresTls: 'verify',
        postgresCaFile: null,
      },
    ])
    const order = fake.calls
      .map(({ method }) => method)
      .filter((name) => /^(secrets|settings)\.set$/.test(name))
    expect(order, 'the password is there when it connects').toEqual(['secrets.set', 'settings.set'])
  })

  test('comes out of a pasted address', async () => {
    const { user, fake } = open()
    await user.click(await screen.findByRole('button', { name: 'Connect…' }))
    await user.click(box('Server'))
    await user.paste('postgresql://asha:ge%20heim@10.0.0.4:6543/fieldtm?sslmode=require')
    expect(['Server', 'Port', 'Database', 'User', 'Password'].map((name) => box(name).value)).toEqual([
      '10.0.0.4',
      '6543',
      'fieldtm',
      'asha',
      'ge heim',
    ])
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    expect(JSON.stringify(inputsOf(fake, 'settings.set'))).not.toContain('heim')
  })

  test('says what is missing when it is tried, not before', async () => {
    const { user, fake } = open()
    await user.click(await screen.findByRole('button', { name: 'Connect…' }))
    expect(screen.queryByText('Which server?')).toBeNull()
    await press(user, 'Test')
    for (const question of ['Which server?', 'Which database?', 'Which user?'])
      expect(screen.getByText(question)).toBeTruthy()
    expect(inputsOf(fake, 'mirror.test')).toEqual([])
  })

  test('is still there after a look at another screen', async () => {
    const { user } = open()
    await startTyping(user)
    await user.type(box('Password'), 'geheim')
    await press(user, 'Projects')
    await press(user, 'Settings')
    expect((await screen.findByLabelText<HTMLInputElement>('Server')).value).toBe('db.example.org')
    expect(box('Password').value).toBe('geheim')
    expect(JSON.stringify([sessionStorage, localStorage])).not.toContain('geheim')
  })

  test('takes an authority’s certificate from a dialog', async () => {
    const { user, fake } = open()
    await startTyping(user)
    const database = await section()
    await user.click(database.getByRole('button', { name: 'Choose…' }))
    await database.findByText('/home/asha/forms/office-ca.pem')
    await press(user, 'Test')
    expect(inputsOf(fake, 'files.choose')).toEqual([{ purpose: 'certificate' }])
    expect(inputsOf(fake, 'mirror.test')).toMatchObject([{ caFile: '/home/asha/forms/office-ca.pem' }])
  })
})

describe('without encryption', () => {
  const warning = /can read the forms/
  test.each([
    ['db.example.org', true],
    ['localhost', false],
  ])('towards %s there is a warning: %s', async (host, warns) => {
    const { user } = open()
    await user.click(await screen.findByRole('button', { name: 'Connect…' }))
    await user.click(box('Server'))
    await user.paste(`postgres://asha@${host}/f`)
    expect(screen.queryByText(warning)).toBeNull()
    await user.click(screen.getByRole('button', { name: /Encryption/ }))
    await user.click(await screen.findByRole('option', { name: 'Not encrypted' }))
    expect(screen.queryByText(warning) !== null).toBe(warns)
  })
})

describe('a test that fails', () => {
  test.each(MirrorTrouble.options)('for %s says what it is and what to do', async (trouble) => {
    const { user } = open({
      'mirror.test': { reachable: false, host: 'db', database: 'f', trouble, detail: 'the server’s words' },
    })
    await startTyping(user)
    await press(user, 'Test')
    const card = (await screen.findByText('the server’s words')).parentElement?.children
    const [what, todo] = [...(card ?? [])].map((line) => line.textContent ?? '')
    expect(what).not.toMatch(/^ui\.|\{/)
    expect(todo).not.toMatch(/^ui\.|\{/)
    expect(screen.getByTestId('assertive').textContent).toBe(what)
  })

  test('is forgotten as soon as something is changed', async () => {
    const { user } = open({
      'mirror.test': { reachable: false, host: 'db', database: 'f', trouble: 'signIn', detail: 'no' },
    })
    await startTyping(user)
    await press(user, 'Test')
    await screen.findByText('no')
    await user.type(box('Password'), 'x')
    expect(screen.queryByText('no')).toBeNull()
  })

  test('because the worker is away is told as any error', async () => {
    const { user } = open({ 'mirror.test': new AppError('worker.restarted') })
    await startTyping(user)
    await press(user, 'Test')
    expect(await screen.findByText('Code worker.restarted')).toBeTruthy()
  })
})

describe('where the system has no store for passwords (S21)', () => {
  const unsafe: Script = { 'secrets.state': secrets({ safe: false }) }

  test.each([
    ['Only until Fieldpack is closed', 'session'],
    ['Keep it unprotected', 'plain'],
  ])('“%s” is the user’s choice', async (label, place) => {
    const { user, fake } = open(unsafe)
    await startTyping(user)
    await user.type(box('Password'), 'geheim')
    await user.click(screen.getByRole('radio', { name: new RegExp(label) }))
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    expect(inputsOf(fake, 'secrets.set')).toEqual([{ name: 'postgres', value: 'geheim', place }])
  })

  test('asking each time is what happens when nothing is chosen', async () => {
    const { user, fake } = open(unsafe)
    await startTyping(user)
    await user.type(box('Password'), 'geheim')
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    expect(inputsOf(fake, 'secrets.set')).toMatchObject([{ place: 'session' }])
  })
})

describe('a connection that is set', () => {
  test('tries with the kept password, and leaves it alone', async () => {
    const { user, fake } = open(shared)
    await user.click((await section()).getByRole('button', { name: 'Change…' }))
    expect(screen.getByText('Kept. Type only to replace it.')).toBeTruthy()
    await press(user, 'Test')
    await screen.findAllByText(/It works/)
    expect(inputsOf(fake, 'mirror.test')).toMatchObject([{ password: null }])
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    expect(inputsOf(fake, 'secrets.set')).toEqual([])
    expect(inputsOf(fake, 'secrets.forget')).toEqual([])
  })

  test('never sends the kept password to another server', async () => {
    const { user, fake } = open(shared)
    await user.click((await section()).getByRole('button', { name: 'Change…' }))
    await user.type(box('Server'), '.evil')
    expect(screen.getByText(/isn’t sent to this one/)).toBeTruthy()
    await press(user, 'Test')
    await screen.findAllByText(/It works/)
    expect(inputsOf(fake, 'mirror.test')).toMatchObject([{ password: '' }])
    await press(user, 'Connect')
    await screen.findAllByText('Saved.')
    const changes = fake.calls.filter(({ method }) => /^(secrets\.forget|settings\.set)$/.test(method))
    expect(changes).toMatchObject([
      { method: 'settings.set', input: { postgresUrl: null } },
      { method: 'secrets.forget' },
      { method: 'settings.set', input: { postgresUrl: 'postgres://asha@db.example.org.evil/fieldtm' } },
    ])
  })

  test('is ended with its password', async () => {
    const { user, fake } = open(shared)
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
    await screen.findByRole('button', { name: 'Connect…' })
    expect(inputsOf(fake, 'settings.set')).toEqual([{ postgresUrl: null, takeJobs: false }])
    expect(inputsOf(fake, 'secrets.forget')).toEqual([{ name: 'postgres' }])
  })

  test('takes jobs of others, and sends files, as the user says', async () => {
    const { user, fake } = open(shared)
    await user.click(await screen.findByRole('switch', { name: /Build jobs of others/ }))
    await user.click(screen.getByRole('button', { name: /Files that are sent along/ }))
    await user.click(await screen.findByRole('option', { name: 'All' }))
    expect(inputsOf(fake, 'settings.set')).toEqual([{ takeJobs: false }, { mirrorFiles: 'all' }])
  })

  test.each([
    ['ask', false, 'session', /asked for each time/],
    ['lost', true, 'system', /can’t decrypt/],
  ] as const)('asks for its password again: %s', async (postgres, safe, place, why) => {
    const { user, fake } = open({ ...shared, 'secrets.state': secrets({ safe, postgres }) })
    await screen.findByText(why)
    await user.type(box('Password'), 'geheim{Enter}')
    expect(inputsOf(fake, 'secrets.set')).toEqual([{ name: 'postgres', value: 'geheim', place }])
  })

  test('that cannot be saved says why and stays as typed', async () => {
    const { user } = open({ 'settings.set': new AppError('store.full') })
    await startTyping(user)
    await press(user, 'Connect')
    expect(await screen.findAllByText(/disk/i)).toBeTruthy()
    expect(box('Server').value).toBe('db.example.org')
  })

  test('shows how it stands as the worker tells it', async () => {
    const { fake } = open(shared)
    const database = await section()
    expect(await database.findByText('Connected')).toBeTruthy()
    act(() => fake.say('mirror.changed', mirror({ state: 'refused', trouble: 'signIn' })))
    expect(await database.findByText('Refused')).toBeTruthy()
    expect(database.getByText(/doesn’t accept this user/)).toBeTruthy()
  })
})
