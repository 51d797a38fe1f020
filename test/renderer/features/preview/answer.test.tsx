import { expect, test } from 'vitest'
import { fromField, numeric, toField } from '#renderer/features/preview/answer.ts'

test.each([
  ['12', true, '12'],
  ['-12a', true, '-12'],
  ['1.5', true, '15'],
  ['1,5', false, '1.5'],
  ['1.2.3', false, '1.23'],
  ['7.', false, '7.'],
  ['--4-', false, '-4'],
  ['abc', false, ''],
])('%s typed as a number (whole: %s) is %s', (text, whole, number) => {
  expect(numeric(text, whole)).toBe(number)
})

test('dates and times come and go as ODK writes them', () => {
  expect(toField('2026-05-04T10:20:30', 'dateTime')).toBe('2026-05-04T10:20')
  expect(toField('10:20:30', 'time')).toBe('10:20')
  expect(toField('2026-05-04', 'date')).toBe('2026-05-04')
  expect(fromField('2026-05-04T10:20', 'dateTime')).toBe('2026-05-04T10:20:00')
  expect(fromField('10:20', 'time')).toBe('10:20:00')
  expect(fromField('2026-05-04', 'date')).toBe('2026-05-04')
  expect(fromField('', 'time')).toBe('')
})
