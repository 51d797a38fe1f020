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
/** What finds: in a project as it lies there, and in one that is compared with the server's. */
const source = ['worker/domain', 'worker/steps']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(root, folder, name),
    ),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('finding-codes.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

test('every code has its words, and no words are left over', () => {
  const keys = Object.keys(findingCodes).flatMap((code) =>
    ['what', 'means', 'mend'].map((part) => `finding.${code}.${part}`),
  )
  expect(Object.keys(words).toSorted()).toEqual(keys.toSorted())
})

test.each(Object.keys(findingCodes))('%s is used', (code) => {
  // Not toContain: its message would be all of the source.
  expect(source.includes(`'${code}'`)).toBe(true)
})

test.each(Object.entries(words))('%s can be formatted', (_, message) => {
  expect(() => new IntlMessageFormat(message, 'en')).not.toThrow()
})
