import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { form, issue } from '#test/renderer/harness/sample-forms.ts'
import { show, showLong } from '#test/renderer/harness/sample-previews.ts'
import { file } from '#test/renderer/harness/samples.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError } from '#worker/api/errors.ts'
import type { FormPreview, PreviewRequest } from '#worker/api/preview.ts'

const draft = { form: file('buildings.xlsx') }
const open = (script: Parameters<typeof openWindow>[0] = {}) =>
  openWindow({ screen: { name: 'preview', row: null }, draft, ...script })

// Typing is simulated key by key, and other work may share the machine.
configure({ asyncUtilTimeout: 5000 })
vi.setConfig({ testTimeout: 20_000 })

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined
})

describe('Trying the form', () => {
  test('leads there from the form’s summary and back, and keeps the answers', async () => {
    const { user } = openWindow({ screen: { name: 'new' }, draft })
    await user.click(await screen.findByRole('button', { name: 'Try the form' }))
    await user.type(await screen.findByRole('textbox', { name: /^Who is the head/ }), 'Asha')
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'New project' }))
    await user.click(await screen.findByRole('button', { name: 'Try the form' }))
    expect(await screen.findByRole('textbox', { name: /^Who is the head/ })).toHaveProperty('value', 'Asha')
  })

  test('opens a question when its condition is met, and says its rule when an answer breaks it', async () => {
    const { user, fake } = open()
    const people = await screen.findByRole('textbox', { name: /^How many people/ })
    expect(screen.queryByText('Which town?')).toBeNull()
    expect(screen.queryByText('This question needs an answer.')).toBeNull()
    await user.type(people, '7x7')
    expect(people).toHaveProperty('value', '77')
    expect(await screen.findByText('Fewer than 40')).toBeTruthy()
    expect(people.getAttribute('aria-invalid')).toBe('true')
    await user.clear(people)
    expect(await screen.findByText('This question needs an answer.')).toBeTruthy()
    await user.click(screen.getByRole('radio', { name: 'No' }))
    expect(await screen.findByText('Which town?')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: /Which town/ }))
    await user.click(await screen.findByRole('option', { name: 'Town 3' }))
    await waitFor(() =>
      expect((inputsOf(fake, 'preview.show').at(-1) as PreviewRequest).record?.answers).toEqual({
        own: 'no',
        town: 't3',
      }),
    )
  })

  test('gathers keystrokes, and drops an answer that a later one has overtaken', async () => {
    const waiting: ((preview: FormPreview) => void)[] = []
    const asked: PreviewRequest[] = []
    open({
      script: {
        'preview.show': (input) => {
          asked.push(input)
          return input.record?.answers['people'] === undefined
            ? show(input)
            : new Promise((resolve) => waiting.push(resolve))
        },
      },
    })
    const people = await screen.findByRole('textbox', { name: /^How many people/ })
    const type = (value: string) => fireEvent.change(people, { target: { value } })
    const askedFor = (value: string) => asked.find(({ record }) => record?.answers['people'] === value)
    type('5')
    type('55')
    await waitFor(() => expect(waiting.length).toBe(1))
    type('3')
    await waitFor(() => expect(waiting.length).toBe(2))
    await act(async () => waiting[1]?.(show(askedFor('3')!)))
    await act(async () => waiting[0]?.(show(askedFor('55')!)))
    expect(screen.queryByText('Fewer than 40')).toBeNull()
    expect(screen.getByText('6')).toBeTruthy()
    expect(askedFor('5')).toBeUndefined()
  })

  test('adds entries to a repeat, each with its own answers, and removes them', async () => {
    const { user } = open()
    await user.click(await screen.findByRole('tab', { name: 'Children' }))
    expect(await screen.findByText('no entries')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Add: Child' }))
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Mina')
    await user.click(screen.getByRole('button', { name: 'Add: Child' }))
    await waitFor(() => expect(screen.getAllByRole('textbox', { name: 'Name' }).length).toBe(2))
    await user.type(screen.getAllByRole('textbox', { name: 'Name' })[1]!, 'Ravi')
    expect(await screen.findByText('Ravi!')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Remove Child 1' }))
    await waitFor(() => expect(screen.getAllByRole('textbox', { name: 'Name' }).length).toBe(1))
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Ravi')
  })

  test('lets the camera’s and the map’s questions count as answered', async () => {
    const { user, fake } = open()
    await user.click(await screen.findByRole('button', { name: 'Pretend it’s there' }))
    expect(screen.getByText('Counts as answered.')).toBeTruthy()
    await waitFor(() =>
      expect((inputsOf(fake, 'preview.show').at(-1) as PreviewRequest).record?.answers).toEqual({
        photo: 'sample.jpg',
      }),
    )
  })

  test('shows hidden questions with their condition on request', async () => {
    const { user } = open()
    await screen.findByText('Who is the head?')
    await user.click(screen.getByRole('switch', { name: 'Show hidden questions' }))
    expect(screen.getByText("Hidden. Opens when: ${own} = 'no'")).toBeTruthy()
  })

  test('leads to the first answer that is missing', async () => {
    const { user } = open()
    await user.click(await screen.findByRole('tab', { name: 'Children' }))
    await screen.findByText('Remarks')
    await user.click(screen.getByRole('button', { name: '1 answer is missing or not valid' }))
    expect(await screen.findByText('This question needs an answer.')).toBeTruthy()
    await waitFor(() => expect(document.activeElement?.textContent).toContain('How many people?'))
  })

  test('an issue leads to its question, on whatever page, and the question back to its issue', async () => {
    const bad = issue({ row: 16, question: 'remarks' })
    const { user } = open({ script: { 'form.inspect': { ...form, issues: [bad] } } })
    await user.click(await screen.findByRole('button', { name: 'Show remarks in the form' }))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Remarks'))
    await user.click(screen.getByRole('button', { name: '1 problem with remarks' }))
    expect(document.activeElement?.textContent).toContain('survey!F16')
  })

  test('an issue of a repeat without entries leads to the repeat, a hidden question opens', async () => {
    const issues = [issue({ row: 14, question: 'name' }), issue({ row: 6, question: 'town' })]
    const { user } = open({ script: { 'form.inspect': { ...form, issues } } })
    await user.click(await screen.findByRole('button', { name: 'Show name in the form' }))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('no entries'))
    await user.click(screen.getByRole('button', { name: 'Show town in the form' }))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Which town?'))
  })

  test('begins at the question that an issue of the form’s summary names', async () => {
    const bad = issue({ row: 16, question: 'remarks' })
    const { user } = openWindow({
      screen: { name: 'new' },
      draft,
      script: { 'form.inspect': { ...form, issues: [bad, issue({ row: 99, question: 'lost' })] } },
    })
    await user.click(await screen.findByRole('button', { name: 'Show remarks in the form' }))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Remarks'))
    await user.click(screen.getByRole('button', { name: 'Show lost in the form' }))
    expect(await screen.findByText('QField doesn’t show that question.')).toBeTruthy()
  })

  test('changes the language and keeps the answers, and runs from right to left where it does', async () => {
    const { user, fake } = open({
      script: {
        'preview.show': (input) => ({
          ...show(input),
          language: input.language ?? 'English (en)',
          direction: input.language === undefined ? 'ltr' : 'rtl',
        }),
      },
    })
    await user.type(await screen.findByRole('textbox', { name: /^Who is the head/ }), 'Asha')
    await user.click(screen.getByRole('button', { name: /Language/ }))
    await user.click(await screen.findByRole('option', { name: 'العربية (ar)' }))
    await waitFor(() => expect(document.querySelector('[dir="rtl"]')).toBeTruthy())
    expect(inputsOf(fake, 'preview.show').at(-1)).toMatchObject({
      language: 'العربية (ar)',
      record: { answers: { head: 'Asha' } },
    })
  })

  test('starts again, and takes it back', async () => {
    const { user } = open()
    await user.type(await screen.findByRole('textbox', { name: /^Who is the head/ }), 'Asha')
    await user.click(screen.getByRole('button', { name: 'Start again' }))
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: /^Who is the head/ })).toHaveProperty('value', ''),
    )
    await user.click(within(screen.getByRole('region', { name: 'Notifications' })).getByText('Undo'))
    expect(screen.getByRole('textbox', { name: /^Who is the head/ })).toHaveProperty('value', 'Asha')
  })

  test('says in words why a form can’t be shown, and tries again', async () => {
    let broken = true
    const { user } = open({
      script: {
        'preview.show': (input) => {
          if (broken) throw new AppError('input.missing', { file: '/home/asha/buildings.xlsx' })
          return show(input)
        },
      },
    })
    expect(await screen.findByText('/home/asha/buildings.xlsx')).toBeTruthy()
    broken = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Who is the head?')).toBeTruthy()
    expect(screen.queryByText('/home/asha/buildings.xlsx')).toBeNull()
  })

  test('asks again when the user comes back from the spreadsheet', async () => {
    const { fake } = open()
    await screen.findByText('Who is the head?')
    const before = inputsOf(fake, 'preview.show').length
    fireEvent(window, new Event('visibilitychange'))
    await waitFor(() => expect(inputsOf(fake, 'preview.show').length).toBe(before + 1))
  })

  test('draws of a long page only what is near the window, and the rest when it comes near', async () => {
    const blocks: { element: Element; tell: (near: boolean) => void }[] = []
    class Watcher {
      readonly #heard: (entries: unknown[]) => void
      constructor(heard: (entries: unknown[]) => void) {
        this.#heard = heard
      }
      observe(element: Element) {
        const tell = (isIntersecting: boolean) =>
          this.#heard([{ isIntersecting, boundingClientRect: { height: 500 } }])
        blocks.push({ element, tell })
      }
      disconnect() {}
    }
    Object.assign(globalThis, { IntersectionObserver: Watcher })
    try {
      open({ script: { 'preview.show': showLong } })
      await waitFor(() => expect(blocks.length).toBe(100))
      expect(screen.queryAllByRole('textbox')).toEqual([])
      act(() => blocks[50]?.tell(true))
      expect(screen.getAllByRole('textbox').length).toBe(20)
      expect(screen.getByText('Question q1000')).toBeTruthy()
      act(() => blocks[50]?.tell(false))
      expect(screen.queryAllByRole('textbox')).toEqual([])
    } finally {
      Reflect.deleteProperty(globalThis, 'IntersectionObserver')
    }
  })
})
