import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { broken, file, healthy } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'

test('each finding has a state in words and its ways to mend', async () => {
  const { user, fake } = openWindow({ screen: { name: 'setup' }, script: { 'doctor.run': broken } })
  const heading = await screen.findByRole('heading', { name: 'QGIS' })
  const row = within(heading.closest('li')!)
  expect(row.getByText('Missing')).toBeTruthy()
  await user.click(row.getByRole('button', { name: 'Copy command' }))
  await user.click(row.getByRole('button', { name: 'Open qgis.org' }))
  expect(inputsOf(fake, 'clipboard.write')).toEqual([
    { text: 'sudo apt-get install python3-qgis qgis-providers' },
  ])
  expect(inputsOf(fake, 'shell.open')).toEqual([{ url: 'https://qgis.org/download/' }])
})

test('choosing QGIS keeps it and looks again', async () => {
  let chosen = false
  const { user, fake } = openWindow({
    screen: { name: 'setup' },
    script: {
      'doctor.run': () => (chosen ? healthy : broken),
      'files.choose': () => {
        chosen = true
        return file('python3')
      },
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Choose QGIS…' }))
  const main = within(screen.getByRole('main'))
  expect(await main.findByText('Everything that is needed is there.')).toBeTruthy()
  expect(inputsOf(fake, 'settings.set')).toEqual([{ qgisPython: '/home/asha/forms/python3' }])
})

test('the start screen says what is missing and leads to the setup', async () => {
  const { user } = openWindow({ script: { 'doctor.run': broken } })
  expect(await screen.findByText('QGIS needs your attention.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Open setup' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Setup' })).toBeTruthy()
})
