import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { failed, job, jobs, running } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'

const row = (title: string) => screen.findByRole('row', { name: new RegExp(title) })

describe('the list of projects', () => {
  test('shows each state as a word, with what is most likely wanted', async () => {
    openWindow()
    const expected = [
      ['Khanepani', 'Building', 'Cancel build'],
      ['Schools', 'Queued', 'Cancel build'],
      ['Ward 5', 'Ready', 'Show in folder'],
      ['Health posts', 'Failed', 'Try again'],
      ['Roads', 'Waiting', 'Cancel build'],
      ['भवन', 'Cancelled', 'Try again'],
    ]
    for (const [title, state, action] of expected) {
      const entry = within(await row(title!))
      expect(entry.getByText(state!)).toBeTruthy()
      expect(entry.getByRole('button', { name: action! })).toBeTruthy()
    }
  })

  test('tells how far a running project is in words', async () => {
    openWindow()
    const bar = within(await row('Khanepani')).getByRole('progressbar', { name: 'Progress' })
    expect(bar.getAttribute('aria-valuetext')).toBe('63% · Build with QGIS')
    expect(bar.getAttribute('aria-valuenow')).toBe('63')
  })

  test('offers a first project and the sample while it is empty', async () => {
    const { user } = openWindow({ script: { 'jobs.list': [] } })
    await user.click(await screen.findByRole('button', { name: 'Try the sample' }))
    expect(await screen.findByRole('heading', { name: 'New project' })).toBeTruthy()
    expect(await screen.findByText('building_survey.xlsx')).toBeTruthy()
    expect(screen.getByRole('textbox', { name: 'Title' })).toHaveProperty('value', 'Sample town')
  })

  test('says why it can’t be loaded and loads again', async () => {
    let works = false
    const list = () => {
      if (!works) throw new AppError('store.locked')
      return jobs()
    }
    const { user } = openWindow({ script: { 'jobs.list': list } })
    expect(await screen.findByText('Another Fieldpack is using the same ledger.')).toBeTruthy()
    works = true
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await row('Ward 5')).toBeTruthy()
  })

  test('follows the worker’s events and never an older copy', async () => {
    const { fake } = openWindow({ script: { 'jobs.list': [running()] } })
    await row('Khanepani')
    const later = { ...running(), state: 'finished' as const, updatedAt: '2026-11-22T10:00:00.000Z' }
    act(() => {
      fake.say('job.changed', later)
      fake.say('job.changed', running())
      fake.say('job.changed', job({ id: 'new', title: 'Brand new', state: 'queued' }))
    })
    expect(within(await row('Khanepani')).getByText('Ready')).toBeTruthy()
    expect(screen.getAllByRole('row')[0]?.textContent).toContain('Brand new')
    act(() => fake.say('job.discarded', { id: 'new' }))
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1))
  })

  test('opens by keyboard: arrows move, Enter opens', async () => {
    const { user } = openWindow()
    const first = await row('Khanepani')
    act(() => first.focus())
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
    const heading = await screen.findByRole('heading', { level: 1, name: 'Health posts, Lalitpur' })
    expect(document.activeElement).toBe(heading)
    expect(document.title).toBe('Health posts, Lalitpur – Fieldpack')
  })

  test('retries from the list', async () => {
    const { user, fake } = openWindow({ script: { 'jobs.list': [failed()] } })
    await user.click(within(await row('Health')).getByRole('button', { name: 'Try again' }))
    expect(inputsOf(fake, 'jobs.retry')).toEqual([{ id: 'failed' }])
  })
})

describe('removing a project', () => {
  test('is undone by its toast, and by Ctrl+Z', async () => {
    const { user, fake } = await remove()
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(await row('Health')).toBeTruthy()
    await user.click(within(await row('Health')).getByRole('button', { name: /^More for/ }))
    await user.click(await screen.findByRole('menuitem', { name: 'Remove from list' }))
    await user.keyboard('{Control>}z{/Control}')
    expect(await row('Health')).toBeTruthy()
    expect(inputsOf(fake, 'jobs.discard')).toEqual([])
  })

  test('happens once the offer to undo is closed', async () => {
    const { user, fake } = await remove()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(inputsOf(fake, 'jobs.discard')).toEqual([{ id: 'failed' }]))
    expect(screen.queryByRole('row')).toBeNull()
  })

  test('happens by itself after ten seconds', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    try {
      const { fake } = await remove()
      await act(() => vi.advanceTimersByTimeAsync(10_500))
      expect(inputsOf(fake, 'jobs.discard')).toEqual([{ id: 'failed' }])
    } finally {
      vi.useRealTimers()
    }
  })
})

/** Opens a list of one project and removes it by its menu. */
async function remove() {
  const opened = openWindow({ script: { 'jobs.list': [failed()] } })
  await opened.user.click(within(await row('Health')).getByRole('button', { name: /^More for/ }))
  await opened.user.click(await screen.findByRole('menuitem', { name: 'Remove from list' }))
  expect(screen.queryByRole('row')).toBeNull()
  return opened
}
