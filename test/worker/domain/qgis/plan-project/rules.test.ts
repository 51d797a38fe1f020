import { expect, test } from 'vitest'
import { fieldOf, planOf } from '#test/worker/domain/qgis/planned.ts'

const header = [
  'type',
  'name',
  'label',
  'required',
  'required_message',
  'constraint',
  'constraint_message',
  'relevant',
]
const rule = (row: string[]) => fieldOf(planOf([header, ['text', 'x', 'X'], row]).plan, 'a')

test('required alone: not empty, and not NULL', () => {
  expect(rule(['text', 'a', 'A', 'TRUE', 'Please'])).toMatchObject({
    alias: 'A *',
    notNull: true,
    constraint: { expression: `(coalesce("a",'') <> '')`, description: 'Please', strength: 'hard' },
  })
  expect(rule(['select_multiple yes_no', 'a', 'A', 'yes']).constraint?.expression).toBe(
    `(coalesce("a",'') not in ('','{}'))`,
  )
  expect(rule(['acknowledge', 'a', 'A', 'true()']).constraint?.expression).toBe('coalesce("a",false)')
})

test('a constraint lets an empty answer pass', () => {
  const { constraint, notNull } = rule(['integer', 'a', 'A', 'no', '', '. > 0', 'Too small'])
  expect(constraint?.expression).toMatch(/^\(not \("a" is not null\) or \(.*"a" > 0.*\)\)$/)
  expect([constraint?.description, notNull]).toEqual(['Too small', false])
})

test('what is hidden is never checked', () => {
  const field = rule(['integer', 'a', 'A', 'yes', '', '', '', "${x} = 'k'"])
  expect(field.constraint?.expression).toBe(`not (coalesce("x",'') = 'k') or (("a" is not null))`)
  expect(field.notNull).toBe(false)
  expect(field.default).toEqual({ expression: `if((coalesce("x",'') = 'k'),"a",NULL)`, onUpdate: true })
})
