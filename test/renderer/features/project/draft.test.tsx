import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeDraft, type Draft, type DraftAction, emptyDraft } from '#renderer/features/project/draft.ts'
import { draftOf } from '#renderer/features/project/draft-of.ts'
import { requestOf } from '#renderer/features/project/request.ts'
import { file, job } from '#test/renderer/harness/samples.ts'

const form = file('buildings.xlsx')
const purposes = ['form', 'features', 'tasks', 'area', 'basemap'] as const

describe('changeDraft', () => {
  test('keeps what was typed when the form is replaced, but not its language', () => {
    const before: Draft = { ...emptyDraft, form, language: 'नेपाली (ne)', title: 'Ward 5', extent: '1, 2' }
    const after = changeDraft(before, { type: 'given', purpose: 'form', file: file('other.xlsx') })
    expect(after).toMatchObject({ title: 'Ward 5', extent: '1, 2', language: null })
  })

  test('follows the file that was given last in how the area is known', () => {
    const tasks = changeDraft(emptyDraft, { type: 'given', purpose: 'tasks', file: file('tasks.geojson') })
    const area = changeDraft(tasks, { type: 'given', purpose: 'area', file: file('ward.kml') })
    expect([tasks.division, area.division]).toEqual(['tasks', 'area'])
    expect(area.tasks).not.toBeNull()
  })

  test('never asks for a task around features that are gone', () => {
    const action = fc.oneof(
      fc.record({
        type: fc.constant('given' as const),
        purpose: fc.constantFrom(...purposes),
        file: fc.constant(form),
      }),
      fc.record({ type: fc.constant('removed' as const), purpose: fc.constantFrom(...purposes) }),
    )
    fc.assert(
      fc.property(fc.array(action), (actions: DraftAction[]) => {
        const start = { ...emptyDraft, features: form, division: 'around' as const }
        const end = actions.reduce(changeDraft, start)
        expect(end.division === 'around' && end.features === null).toBe(false)
      }),
    )
  })
})

describe('requestOf', () => {
  const full: Draft = {
    ...emptyDraft,
    form,
    features: file('buildings.gpkg'),
    tasks: file('tasks.geojson'),
    area: file('ward.kml'),
    extent: '85.3, 27.7, 85.34, 27.73',
  }

  test.each([
    ['tasks', { tasks: full.tasks?.path }],
    ['area', { aoi: full.area?.path }],
    ['extent', { extent: [85.3, 27.7, 85.34, 27.73] }],
    ['around', {}],
  ] as const)('sends only what the division %s uses', (division, used) => {
    expect(requestOf({ ...full, division }, ' Ward 5 ', '/out')).toEqual({
      title: 'Ward 5',
      form: form.path,
      features: full.features?.path,
      openStreetMap: true,
      out: '/out',
      ...used,
    })
  })

  test('leads back to the same request through the job that it made', () => {
    for (const division of ['tasks', 'area', 'extent', 'around'] as const) {
      const request = requestOf({ ...full, division, language: 'English (en)' }, 'Ward 5', '/out')
      const again = draftOf(job({ request: { ...request } }))
      expect(requestOf({ ...emptyDraft, ...again }, again?.title ?? '', '/out')).toEqual(request)
    }
  })

  test('is nothing without a form', () => {
    expect(requestOf({ ...full, form: null }, 'Ward 5', '/out')).toBeNull()
  })
})

test('somebody else’s job cannot be changed here: its files stand in the ledger alone', () => {
  expect(draftOf(job())).not.toBeNull()
  expect(draftOf(job({ origin: 'field · db.example.org' }))).toBeNull()
})
