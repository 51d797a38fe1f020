import { describe, expect, test } from 'vitest'
import { type Draft, emptyDraft } from '#renderer/features/project/draft.ts'
import { type Facts, findMissing, isChecking } from '#renderer/features/project/missing.ts'

const nothing: Facts = {
  form: 'none',
  features: 'none',
  tasks: 'none',
  area: 'none',
  title: '',
  folder: 'none',
  qgis: true,
}
const all: Facts = { ...nothing, form: 'fit', tasks: 'fit', title: 'Ward 5', folder: 'fit' }

const missing = (draft: Partial<Draft>, facts: Partial<Facts>) =>
  findMissing({ ...emptyDraft, ...draft }, { ...all, ...facts }).map(({ what }) => what)

describe('findMissing', () => {
  test('asks for form and tasks at first, and for a title only once there is a form', () => {
    expect(findMissing(emptyDraft, nothing)).toEqual([
      { what: 'form', step: 'form' },
      { what: 'tasks', step: 'area' },
    ])
    expect(missing({}, { title: ' ' })).toEqual(['title'])
  })

  test('finds nothing when everything is there', () => {
    expect(missing({}, {})).toEqual([])
  })

  test.each([
    [{ division: 'area' }, { tasks: 'none' }, ['area']],
    [{ division: 'area' }, { area: 'unfit' }, ['areaBroken']],
    [{ division: 'around' }, {}, ['features']],
    [{ division: 'around' }, { features: 'fit' }, []],
    [{ division: 'extent' }, {}, ['extent']],
    [{ division: 'extent', extent: '85.3, 27.7, 85.34, 27.73' }, {}, []],
    [{}, { tasks: 'unfit' }, ['tasksBroken']],
  ] as const)('looks only at what the division uses: %j %j', (draft, facts, expected) => {
    expect(missing(draft, facts)).toEqual(expected)
  })

  test('names a broken form and broken features, and a computer without QGIS', () => {
    expect(missing({}, { form: 'unfit', features: 'unfit', qgis: false })).toEqual([
      'qgis',
      'formBroken',
      'featuresBroken',
    ])
  })
})

test('isChecking waits for the files that are used, not for others', () => {
  expect(isChecking(emptyDraft, { ...all, tasks: 'checking' })).toBe(true)
  expect(isChecking({ ...emptyDraft, division: 'extent' }, { ...all, tasks: 'checking' })).toBe(false)
})
