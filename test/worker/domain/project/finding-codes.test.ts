import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { findingCodes } from '#worker/domain/project/finding-codes.ts'

const root = join(import.meta.dirname, '../../../..')
const words = JSON.parse(readFileSync(join(root, 'resources/locales/en.findings.json'), 'utf8')) as Record<
  string,
  string
>
const source = readdirSync(join(root, 'worker/domain'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('finding-codes.ts'))
  .map((name) => readFileSync(join(root, 'worker/domain', name), 'utf8'))
  .join('\n')

test('every code has its words, and no words are left over', () => {
  const keys = Object.keys(findingCodes).flatMap((code) =>
    ['what', 'means', 'mend'].map((part) => `finding.${code}.${part}`),
  )
  expect(Object.keys(words).toSorted()).toEqual(keys.toSorted())
})

test.each(Object.keys(findingCodes))('%s is used', (code) => {
  expect(source).toContain(`'${code}'`)
})

test.each(Object.entries(words))('%s can be formatted', (_, message) => {
  expect(() => new IntlMessageFormat(message, 'en')).not.toThrow()
})
