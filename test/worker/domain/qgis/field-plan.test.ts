import { expect, test } from 'vitest'
import { fieldOf } from '#worker/domain/qgis/field-plan.ts'
import { formOf, question } from '#test/worker/domain/xlsform/form.ts'

const lists = { layerId: (table: string) => table, file: 't_lists.gpkg' }

function fieldWith(header: string, type: string, cell: string, name = 'a') {
  const form = formOf([
    ['type', 'name', 'label', header],
    [type, name, 'A', cell],
  ])
  const asked = question(form, name)
  return fieldOf(asked, asked.column ?? '', form.translated, lists)
}

test('a column tells the question’s own name and the entity’s property, where there is one', () => {
  expect(fieldWith('save_to', 'text', 'species', 'tree kind').comment).toBe('tree kind, save_to: species')
  expect(fieldWith('save_to', 'text', 'species').comment).toBe('save_to: species')
  expect(fieldWith('save_to', 'text', '').comment).toBe('')
})

test.each([
  ['bind::odk:length', 'text', '20', 20],
  ['bind::esri:fieldLength', 'text', '255', 255],
  ['bind::odk:length', 'text', 'long', 0],
  ['bind::odk:length', 'integer', '20', 0],
  ['bind::odk:length', 'select_one yes_no', '1', 0],
])('%s of a %s: %s limits it to %i', (header, type, cell, length) => {
  expect(fieldWith(header, type, cell).length).toBe(length)
})
