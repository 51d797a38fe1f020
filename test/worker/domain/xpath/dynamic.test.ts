import { expect, test } from 'vitest'
import { isDynamic } from '#worker/domain/xpath/dynamic.ts'

test.each([
  'today()',
  'if(true(), 1, 2)',
  'jr:choice-name(a, b)',
  '${name}',
  'Hello ${name}',
  '${last-saved#x}',
  '1 + 1',
  '10 - 5',
  '7 div 2',
  '7 mod -2',
  '2*3',
  '../x * 2',
  "instance('features’)/root/item[id=${feature}]/healthcare",
  '/data/item[1]',
  'a | b',
])('%s is an expression', (text) => {
  expect(isDynamic(text)).toBe(true)
})

test.each([
  '',
  'yes',
  'two words',
  '5',
  '-5',
  '-2.5',
  '2024-01-02',
  '2024-01-02T10:00:00.000+02:00',
  '08:30',
  '555-1234',
  '+255 712 000',
  'half-full',
  'A+',
  'N/A',
  "O'Brien",
  'https://example.org/a-b?c=d+e*f',
  'Hotel (big)',
  "'1 + 1'",
  '-1.28 36.81 0 0',
  'a b c',
])('%s is a literal', (text) => {
  expect(isDynamic(text)).toBe(false)
})
