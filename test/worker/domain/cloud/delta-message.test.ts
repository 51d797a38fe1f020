import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deltaMessage } from '#worker/domain/cloud/delta-message.ts'

test.each([
  ['', ''],
  ['None', ''],
  ['[]', ''],
  [
    "[{'msg': 'Unable to find feature', 'status': 'status_apply_failed', 'conflicts': None}]",
    'Unable to find feature',
  ],
  [`[{"msg": "It's \\"there\\"", 'e_type': 'CONFLICT'}]`, `It's "there"`],
  [String.raw`[{'msg': 'a\nb'}, {'msg': 'it\'s c'}]`, "a\nb\nit's c"],
  [
    '[{"msg":"There are conflicts","conflicts":["The attribute \\"x\\""]}]',
    'There are conflicts\nThe attribute "x"',
  ],
  ['[{"msg":null}]', ''],
  ['something of tomorrow', 'something of tomorrow'],
])('%s', (output, message) => {
  expect(deltaMessage(output)).toBe(message)
})

test('any text is taken, and none is too long', () => {
  fc.assert(fc.property(fc.string(), (text) => deltaMessage(text).length <= 2000))
  expect(deltaMessage('x'.repeat(10_000))).toHaveLength(2000)
})
