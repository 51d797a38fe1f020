import { screen, within } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import * as cloud from '#test/renderer/harness/sample-cloud.ts'
import { folder } from '#test/renderer/harness/sample-folder.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'

// Long lists draw what is in sight: without a layout that is nothing.
beforeAll(() => {
  for (const side of ['clientHeight', 'clientWidth'] as const)
    Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 600 })
})

const open = async (part: string, script: Script = {}) => {
  const window = openWindow({
    screen: { name: 'folder' },
    opened: { path: folder, tab: 'cloud' },
    script: { ...cloud.online, 'jobs.list': [], ...script },
  })
  await window.user.click(await screen.findByRole('radio', { name: part }))
  return window
}
const project = { accountId: 'account-1', projectId: cloud.link().projectId }

test('a failed job says where, what and what to do, and leads to the same job here', async () => {
  const { user } = await open('Server jobs')
  await user.click(await screen.findByRole('row', { name: /Check failed/ }))
  await screen.findByText('It failed at: Find and read the project file')
  await screen.findByText(/wells\.gpkg” missing/)
  await user.click(screen.getByRole('button', { name: 'Run the same on this laptop' }))
  expect(await screen.findByRole('tab', { name: 'Check', selected: true })).toBeTruthy()
})

test('a package is asked of the server, which may be at it already', async () => {
  const { fake, user } = await open('Server jobs')
  await user.click(await screen.findByRole('button', { name: 'Package on the server' }))
  await screen.findByText('The server was at it already: this is that job.', { selector: 'span' })
  expect(inputsOf(fake, 'cloud.startJob')).toEqual([{ ...project, type: 'package' }])
})

test('a change is applied again only after it was shown, with what it needs', async () => {
  const { fake, user } = await open('Server changes')
  await user.click((await screen.findAllByRole('row'))[2]!)
  await user.click(await screen.findByRole('button', { name: 'Apply again…' }))
  const sheet = await screen.findByRole('dialog', { name: 'Apply again on the server' })
  await within(sheet).findByText(/Without it this fails again/)
  await user.click(within(sheet).getByRole('button', { name: 'Send it too' }))
  const send = await within(sheet).findByRole('button', { name: 'Send 2 changes' })
  expect(inputsOf(fake, 'cloud.reapply').every((input) => (input as { dryRun?: boolean }).dryRun)).toBe(true)
  await user.click(send)
  await within(sheet).findByText('The server has 2 of 2.')
  expect(inputsOf(fake, 'cloud.reapply').at(-1)).toMatchObject({ ...project, andNewer: false })
})

test('a delta file is sent after asking, and what the server does not have is said', async () => {
  const { fake, user } = await open('Server changes')
  await user.click(await screen.findByRole('button', { name: 'Send a delta file…' }))
  const sheet = await screen.findByRole('dialog', { name: 'Send tablet-3.json' })
  expect(inputsOf(fake, 'cloud.pushDeltas')).toEqual([])
  await user.click(within(sheet).getByRole('button', { name: 'Send' }))
  await within(sheet).findByText('The server has 2 of 3.')
  await within(sheet).findByText('1 not there')
})

test('a role is changed as a list of one', async () => {
  const { fake, user } = await open('People')
  await user.click(await screen.findByRole('button', { name: /Role of sita/ }))
  await user.click(await screen.findByRole('option', { name: 'Manager' }))
  await screen.findByText('sita is Manager now.', { selector: 'span' })
  expect(inputsOf(fake, 'cloud.applyPeople')).toMatchObject([
    { ...project, rows: [{ username: 'sita', role: 'manager', action: 'changeRole' }], sheet: null },
  ])
})

test('somebody is taken off the project once it is said what that means', async () => {
  const { fake, user } = await open('People')
  await user.click(await screen.findByRole('button', { name: 'Take sita off the project…' }))
  const sheet = await screen.findByRole('dialog', { name: /^Take sita off/ })
  expect(inputsOf(fake, 'cloud.removePerson')).toEqual([])
  await user.click(within(sheet).getByRole('button', { name: 'Take off' }))
  await screen.findByText('sita is off the project.', { selector: 'span' })
  expect(inputsOf(fake, 'cloud.removePerson')).toEqual([{ ...project, username: 'sita' }])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('a list of people is shown before it is carried out, and reports afterwards', async () => {
  const { fake, user } = await open('People', { 'files.save': '/home/asha/sheet.pdf' })
  await user.click(await screen.findByRole('button', { name: 'From a list (CSV)…' }))
  const sheet = await screen.findByRole('dialog', { name: 'People from people.csv' })
  await within(sheet).findByText(/3 rows change something, 1 is as it should be, 1 has a problem/)
  await user.click(within(sheet).getByRole('button', { name: 'Carry out 3 rows' }))
  await within(sheet).findByText(/3 rows were carried out, 1 was not/)
  expect(inputsOf(fake, 'cloud.applyPeople')).toMatchObject([{ sheet: '/home/asha/sheet.pdf' }])
})

test('of a server of one’s own the address is copied, since the app opens no foreign pages', async () => {
  const { fake, user } = await open('Sync', {
    'cloud.link': cloud.link({ server: 'https://qfield.ward5.example.org' }),
  })
  await user.click(await screen.findByRole('button', { name: 'Copy web address' }))
  expect(inputsOf(fake, 'clipboard.write')).toEqual([
    { text: 'https://qfield.ward5.example.org/a/nepal-water/ward-5-water-points' },
  ])
  expect(inputsOf(fake, 'shell.open')).toEqual([])
})
