import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { failed, log, running } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'

test('a running project names its steps and can be cancelled', async () => {
  const { user, fake } = openWindow({ screen: { name: 'job', id: 'running' } })
  const steps = within(await screen.findByRole('list', { name: 'Steps' })).getAllByRole('listitem')
  expect(steps).toHaveLength(8)
  expect(steps[4]?.getAttribute('aria-current')).toBe('step')
  expect(steps[1]?.textContent).toBe('Prepare features, done2.3 s')
  await user.click(screen.getByRole('button', { name: 'Cancel build' }))
  expect(inputsOf(fake, 'jobs.cancel')).toEqual([{ id: 'running' }])
  expect(await screen.findByText('Cancelling')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Cancel build' })).toBeNull()
})

test('a finished project shows its layers with counts and where it is', async () => {
  const { user, fake } = openWindow({ screen: { name: 'job', id: 'job-1' } })
  const layer = await screen.findByRole('row', { name: /^Building survey Polygons/ })
  expect(within(layer).getByRole('cell', { name: '5,012' })).toBeTruthy()
  expect(within(screen.getByRole('row', { name: /^OpenStreetMap/ })).getByText('none')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Show in folder' }))
  expect(inputsOf(fake, 'shell.reveal')).toEqual([
    { path: '/home/asha/Documents/Fieldpack/ward-5-buildings/ward-5-buildings.qgz' },
  ])
})

test('a failed project says what, what of the data, what to do, and copies its details', async () => {
  const { user, fake } = openWindow({ screen: { name: 'job', id: 'failed' } })
  const card = within(await screen.findByRole('region', { name: 'Latitude and longitude look swapped.' }))
  expect(card.getByText('The file wasn’t changed.')).toBeTruthy()
  expect(card.getByText('Write longitude first, then latitude, and choose the file again.')).toBeTruthy()
  expect(card.queryByText(/Traceback/)).toBeNull()
  await user.click(card.getByRole('button', { name: 'Copy details' }))
  const [copied] = inputsOf(fake, 'clipboard.write') as { text: string }[]
  expect(copied?.text).toContain('features.swapped')
  expect(copied?.text).toContain('Traceback')
})

test('a failed project can be changed and built again from its request', async () => {
  const { user } = openWindow({ screen: { name: 'job', id: 'failed' } })
  await user.click(await screen.findByRole('button', { name: 'Change and build again' }))
  expect(await screen.findByText('buildings.xlsx')).toBeTruthy()
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveProperty('value', 'Ward 5 buildings')
  expect(screen.getByRole('radio', { name: /One task from coordinates/ })).toHaveProperty('checked', true)
})

test('the log follows what is logged', async () => {
  const { fake } = openWindow({ screen: { name: 'job', id: 'failed' } })
  const region = within(await screen.findByRole('region', { name: 'Log' }))
  expect(region.getByText('tasks: 36 polygons')).toBeTruthy()
  act(() => fake.say('job.logged', { ...log[0], id: 99, message: 'one line more' }))
  expect(await region.findByText('one line more')).toBeTruthy()
})

test('a retried project shows its new state at once', async () => {
  const { user } = openWindow({
    screen: { name: 'job', id: 'failed' },
    script: { 'jobs.retry': () => ({ ...running(), id: 'failed', updatedAt: failed().updatedAt }) },
  })
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Building')).toBeTruthy()
})

test('a project that is gone says so', async () => {
  openWindow({ screen: { name: 'job', id: 'nobody' } })
  expect(await screen.findByRole('heading', { level: 1, name: /isn’t in the list any more/ })).toBeTruthy()
})
