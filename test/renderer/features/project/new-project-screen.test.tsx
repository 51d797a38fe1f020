import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { formWithIssues } from '#test/renderer/harness/sample-forms.ts'
import { features, file, tasks } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'

const choose = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}`) })

describe('New project', () => {
  test('goes from an empty page to a build', async () => {
    const { user, fake } = openWindow({ screen: { name: 'new' } })
    expect(await screen.findByRole('button', { name: 'a form' })).toBeTruthy()
    await user.click(await choose('Choose a form'))
    await user.click(await choose('Choose features'))
    await user.click(await choose('Choose task areas'))
    expect(await screen.findByText('42 questions · 2 groups · version 2026-11-01')).toBeTruthy()
    expect(await screen.findByText('5,000 multi-polygons, 12 points · EPSG:32645')).toBeTruthy()
    expect(await screen.findByText('36 tasks')).toBeTruthy()
    expect(await screen.findByText('Everything is there.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Build project' }))
    await screen.findByRole('heading', { level: 1, name: /Khanepani/ })
    expect(inputsOf(fake, 'jobs.generate')).toEqual([
      {
        title: 'Ward 5 buildings',
        form: '/home/asha/forms/buildings.xlsx',
        features: '/home/asha/forms/features.geojson',
        tasks: '/home/asha/forms/tasks.geojson',
        openStreetMap: true,
        out: '/home/asha/Documents/Fieldpack/ward-5-buildings',
      },
    ])
  })

  test('builds nothing while something is missing, but leads to it', async () => {
    const { user, fake } = openWindow({ screen: { name: 'new' } })
    await user.click(await screen.findByRole('button', { name: 'Build project' }))
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Form' }))
    expect(inputsOf(fake, 'jobs.generate')).toEqual([])
    await waitFor(() =>
      expect(screen.getByTestId('polite').textContent).toContain('Still needed: a form, task areas'),
    )
  })

  test('keeps typed text while the user is elsewhere', async () => {
    const { user } = openWindow({ screen: { name: 'new' }, draft: { form: file('buildings.xlsx') } })
    const title = await screen.findByRole('textbox', { name: 'Title' })
    await waitFor(() => expect(title).toHaveProperty('value', 'Ward 5 buildings'))
    await user.clear(title)
    await user.type(title, 'वडा ५')
    await user.click(screen.getByRole('button', { name: 'Settings' }))
    await screen.findByRole('heading', { level: 1, name: 'Settings' })
    await user.click(screen.getByRole('button', { name: 'New project' }))
    expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveProperty('value', 'वडा ५')
  })

  test('keeps the draft when the build is refused', async () => {
    const { user } = openWindow({
      screen: { name: 'new' },
      draft: { form: file('buildings.xlsx'), tasks: file('tasks.geojson') },
      script: { 'jobs.generate': new AppError('output.readonly', { folder: '/media/asha' }) },
    })
    await screen.findByText('Everything is there.')
    await user.click(screen.getByRole('button', { name: 'Build project' }))
    expect(await screen.findByText('The project’s folder can’t be written.')).toBeTruthy()
    expect(screen.getByText('/media/asha')).toBeTruthy()
    expect(screen.getByText('buildings.xlsx')).toBeTruthy()
  })

  test('shows problems of the form by cell and copies the cell', async () => {
    const { user, fake } = openWindow({
      screen: { name: 'new' },
      draft: { form: file('buildings.xlsx'), tasks: file('tasks.geojson') },
      script: { 'form.inspect': formWithIssues },
    })
    expect(await screen.findByRole('button', { name: /^2 errors/ })).toBeTruthy()
    expect(screen.getByRole('button', { name: /^41 things QField does differently/ })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Copy survey!F12' }))
    expect(inputsOf(fake, 'clipboard.write')).toEqual([{ text: 'survey!F12' }])
    expect(await screen.findByText(/^2 problems in the form/)).toBeTruthy()
  })

  test('says which language of the form lacks texts', async () => {
    openWindow({ screen: { name: 'new' }, draft: { form: file('buildings.xlsx') } })
    expect(await screen.findByText(/^नेपाली \(ne\): 3 texts are missing/)).toBeTruthy()
    expect(screen.queryByText(/^English \(en\): .* missing/)).toBeNull()
  })

  test('reads the form again in the language that was picked', async () => {
    const { user, fake } = openWindow({ screen: { name: 'new' }, draft: { form: file('buildings.xlsx') } })
    await user.click(await screen.findByRole('button', { name: /Language on the tablets/ }))
    await user.click(await screen.findByRole('option', { name: 'नेपाली (ne)' }))
    await waitFor(() =>
      expect(inputsOf(fake, 'form.inspect').at(-1)).toEqual({
        path: '/home/asha/forms/buildings.xlsx',
        language: 'नेपाली (ne)',
      }),
    )
  })

  test('reads the form again when the user comes back from the spreadsheet', async () => {
    const { fake } = openWindow({ screen: { name: 'new' }, draft: { form: file('buildings.xlsx') } })
    await screen.findByText(/42 questions/)
    const before = inputsOf(fake, 'form.inspect').length
    fireEvent(window, new Event('visibilitychange'))
    await waitFor(() => expect(inputsOf(fake, 'form.inspect').length).toBe(before + 1))
  })

  test('says of points that they are no tasks', async () => {
    openWindow({
      screen: { name: 'new' },
      draft: { form: file('buildings.xlsx'), tasks: file('tasks.geojson') },
      script: { 'source.inspect': { ...tasks, geometries: { Point: 36 } } },
    })
    expect(await screen.findByText(/There are no polygons in this file/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'task areas that can be read' })).toBeTruthy()
  })

  test('takes the features’ extent for the area', async () => {
    const { user } = openWindow({
      screen: { name: 'new' },
      draft: { form: file('buildings.xlsx'), features: file('buildings.gpkg'), division: 'extent' },
      script: { 'source.inspect': features },
    })
    await user.click(await screen.findByRole('button', { name: 'Use the features’ extent' }))
    expect(screen.getByRole('textbox', { name: 'West, south, east, north' })).toHaveProperty(
      'value',
      '85.30112, 27.70034, 85.34418, 27.73001',
    )
    expect(await screen.findByText('Everything is there.')).toBeTruthy()
  })

  test('refuses a dropped file that doesn’t fit, with the reason', async () => {
    openWindow({ screen: { name: 'new' } })
    const box = await choose('Choose task areas')
    fireEvent.drop(box, { dataTransfer: dragOf(new File(['x'], 'photo.jpg')) })
    await waitFor(() =>
      expect(screen.getByTestId('assertive').textContent).toContain('photo.jpg isn’t a map'),
    )
    const reason = document.querySelector(`[id="${box.getAttribute('aria-describedby')}"]`)
    expect(reason?.textContent).toContain('photo.jpg isn’t a map layer that can be read here')
    fireEvent.drop(box, { dataTransfer: dragOf(new File(['x'], 'tasks.kml')) })
    expect(await screen.findByText('tasks.kml')).toBeTruthy()
    expect(reason?.isConnected).toBe(false)
  })

  test('starts over, and takes it back', async () => {
    const { user } = openWindow({ screen: { name: 'new' }, draft: { form: file('buildings.xlsx') } })
    await user.click(await screen.findByRole('button', { name: 'Start over' }))
    expect(screen.queryByText('buildings.xlsx')).toBeNull()
    await user.click(within(screen.getByRole('region', { name: 'Notifications' })).getByText('Undo'))
    expect(await screen.findByText('buildings.xlsx')).toBeTruthy()
  })
})

function dragOf(...files: File[]): Pick<DataTransfer, 'types'> & { files: File[] } {
  return { types: ['Files'], files }
}
