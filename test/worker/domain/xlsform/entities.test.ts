import { expect, test } from 'vitest'
import { formOf, said } from '#test/worker/domain/xlsform/form.ts'

const survey = [
  ['type', 'name', 'label', 'save_to'],
  ['text', 'tree', 'Tree', 'species'],
  ['integer', 'age', 'Age', ''],
]

test('the entities sheet and save_to are kept', () => {
  const entities = [
    ['dataset', 'label', 'create_if'],
    ['trees', '${tree}', '${age} > 3'],
    ['', 'nameless', ''],
  ]
  const form = formOf(survey, { entities })
  expect(form.entities).toEqual({
    declarations: [{ list_name: 'trees', label: '${tree}', create_if: '${age} > 3' }, { label: 'nameless' }],
    properties: { tree: 'species' },
  })
  expect(said(form.issues)).toEqual(['warning entities.noList entities!3', 'info entities.kept entities!'])
})

test('save_to alone is told; a form with neither has none', () => {
  const form = formOf(survey)
  expect(form.entities).toEqual({ declarations: [], properties: { tree: 'species' } })
  expect(said(form.issues)).toEqual(['warning entities.noSheet survey!D2'])
  expect(
    formOf([
      ['type', 'name'],
      ['text', 'a'],
    ]).entities,
  ).toBeNull()
})
