import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { commands } from '#electron/api/commands.ts'
import { running } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'

const heading = (name: string) => screen.findByRole('heading', { level: 1, name })

describe('commands', () => {
  test.each([
    ['project.new', 'New project'],
    ['jobs.show', 'Projects'],
    ['setup.show', 'Setup'],
    ['settings.show', 'Settings'],
  ])('%s shows %s, moves the focus to its heading and names the window', async (id, title) => {
    const { fake } = openWindow({ screen: { name: id === 'settings.show' ? 'jobs' : 'settings' } })
    await screen.findByRole('heading', { level: 1 })
    act(() => fake.say('menu.command', { id }))
    expect(document.activeElement).toBe(await heading(title))
    expect(document.title).toBe(`${title} – Fieldpack`)
  })

  test('help.shortcuts lists every command; Esc closes it', async () => {
    const { fake, user } = openWindow()
    act(() => fake.say('menu.command', { id: 'help.shortcuts' }))
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(sheet.querySelectorAll('dt').length).toBeGreaterThanOrEqual(commands.length)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  test('buttons name their keys', async () => {
    openWindow()
    const button = await screen.findByRole('button', { name: 'Settings' })
    expect(button.getAttribute('aria-keyshortcuts')).toBe('Control+,')
  })
})

describe('keyboard', () => {
  test('F6 goes round between sidebar and content', async () => {
    const { user } = openWindow()
    await heading('Projects')
    await user.keyboard('{F6}')
    expect(document.activeElement?.getAttribute('aria-current')).toBe('page')
    await user.keyboard('{F6}')
    expect(document.activeElement).toBe(await heading('Projects'))
  })

  test('the first Tab leads past the sidebar', async () => {
    const { user } = openWindow()
    await heading('Projects')
    act(() => (document.activeElement as HTMLElement).blur())
    await user.tab()
    expect(document.activeElement?.textContent).toBe('Skip to content')
    await user.keyboard('{Enter}')
    expect(document.activeElement).toBe(await heading('Projects'))
  })
})

describe('a file over the window', () => {
  test('is named before it is dropped, and starts a project', async () => {
    openWindow()
    await heading('Projects')
    fireEvent.dragOver(document.body, { dataTransfer: drag('buildings.xlsx') })
    expect(screen.getByTestId('drop-overlay').textContent).toContain('Drop a form to start a project')
    fireEvent.drop(document.body, { dataTransfer: drag('buildings.xlsx') })
    await heading('New project')
    expect(await screen.findByText('buildings.xlsx')).toBeTruthy()
    expect(screen.queryByTestId('drop-overlay')).toBeNull()
  })

  test('is refused with the reason when it is no form', async () => {
    openWindow()
    await heading('Projects')
    fireEvent.dragOver(document.body, { dataTransfer: drag('photo.jpg', 'image/jpeg') })
    expect(screen.getByTestId('drop-overlay').textContent).toContain('That’s neither a form nor a project')
    const isFree = fireEvent.drop(document.body, { dataTransfer: drag('photo.jpg', 'image/jpeg') })
    expect(isFree, 'the page never navigates to a dropped file').toBe(false)
    await waitFor(() =>
      expect(screen.getByTestId('assertive').textContent).toContain('photo.jpg is neither a form'),
    )
  })
})

describe('the worker', () => {
  test('that failed can be started again, and everything is asked anew', async () => {
    let isUp = false
    const { user, fake } = openWindow({
      script: {
        'worker.get': { state: 'failed', error: new AppError('worker.unavailable').data },
        'jobs.list': () => {
          if (!isUp) throw new AppError('worker.unavailable')
          return [running()]
        },
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Start it again' }))
    expect(inputsOf(fake, 'app.relaunchWorker')).toEqual([{}])
    isUp = true
    fake.say('worker.state', { state: 'ready', error: null })
    expect(await screen.findByRole('row', { name: /Khanepani/ })).toBeTruthy()
  })

  test('tells of finished projects', async () => {
    const { fake } = openWindow({ script: { 'jobs.list': [running()] } })
    await screen.findByRole('row', { name: /Khanepani/ })
    act(() =>
      fake.say('job.changed', { ...running(), state: 'finished', updatedAt: '2027-01-01T00:00:00.000Z' }),
    )
    await waitFor(() =>
      expect(screen.getByTestId('polite').textContent).toBe('Khanepani – water points, ward 5: Ready'),
    )
  })

  test('is no longer listened to once the window is gone', async () => {
    const { fake } = openWindow()
    await heading('Projects')
    expect(fake.listeners()).toBeGreaterThan(0)
    const { cleanup } = await import('@testing-library/react')
    cleanup()
    expect(fake.listeners()).toBe(0)
  })
})

function drag(name: string, type = '') {
  const file = new File(['x'], name, { type })
  return { types: ['Files'], files: [file], items: [{ kind: 'file', type }] }
}
