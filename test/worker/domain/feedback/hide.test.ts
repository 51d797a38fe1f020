import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideSecrets } from '#worker/domain/feedback/hide.ts'

test.each([
  ['as it stands', "login of ana/p&s's w<rd"],
  ['in an address', "https://db.example/?x=p%26s's%20w%3Crd"],
  ['in an address in small letters', "https://db.example/?x=p%26s's%20w%3crd"],
  ['in a form', "x=p%26s's+w%3Crd"],
  ['in XML', "<a>p&amp;s's w&lt;rd</a>"],
  ['in a data source', String.raw`dbname='x' pass='p&s\'s w<rd'`],
])('a known secret is found %s', (_, text) => {
  const clean = hideSecrets(["p&s's w<rd"])(text)
  expect(clean).toContain('***')
  expect(clean).not.toMatch(/w<rd|w%3crd|w&lt;rd/iu)
})

test('of two secrets, one the beginning of the other, nothing is left', () => {
  expect(hideSecrets(['river', 'riverbed'])('a riverbed, a river')).toBe('a ***, a ***')
})

test('what looks like a secret is hidden without being known; short values do not eat words', () => {
  const hide = hideSecrets(['no', ''])
  expect(hide("no host, password='no'")).toBe('no host, password=***')
})

test('whatever the secrets are, none of them is left in the text', () => {
  const secret = fc.string({ minLength: 4, unit: 'binary' }).filter((text) => !text.includes('*'))
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.array(fc.string()), (secrets, words) => {
      const clean = hideSecrets(secrets)(words.map((word, at) => word + (secrets[at] ?? '')).join('\n'))
      for (const one of secrets.slice(0, words.length)) expect(clean).not.toContain(one)
    }),
  )
})
