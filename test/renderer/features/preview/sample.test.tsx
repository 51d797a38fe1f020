import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  emptyRecord,
  type Place,
  recordAt,
  withAnswer,
  withEntry,
  withoutEntry,
} from '#renderer/features/preview/sample.ts'

const kid = (index: number): Place => [{ repeat: 'kid', index }]

test('an answer is put where it belongs, and an empty one is taken away', () => {
  const two = withEntry(withEntry(emptyRecord, [], 'kid', emptyRecord), [], 'kid', emptyRecord)
  const toyed = withEntry(two, kid(1), 'toy', emptyRecord)
  const deep: Place = [...kid(1), { repeat: 'toy', index: 0 }]
  const answered = withAnswer(withAnswer(toyed, [], 'home', 'x'), deep, 'colour', 'red')
  expect(answered).toEqual({
    answers: { home: 'x' },
    repeats: {
      kid: [emptyRecord, { answers: {}, repeats: { toy: [{ answers: { colour: 'red' }, repeats: {} }] } }],
    },
  })
  expect(withAnswer(answered, deep, 'colour', '')).toEqual({ ...toyed, answers: { home: 'x' } })
  expect(recordAt(answered, deep).answers).toEqual({ colour: 'red' })
  expect(recordAt(answered, [{ repeat: 'nobody', index: 3 }])).toEqual(emptyRecord)
})

test('whatever entries come and go, the others keep their answers in their order', () => {
  const steps = fc.array(fc.oneof(fc.constant('add' as const), fc.nat({ max: 6 })), { maxLength: 30 })
  fc.assert(
    fc.property(steps, (all) => {
      let record = emptyRecord
      let names: string[] = []
      all.forEach((step, at) => {
        if (step === 'add') {
          record = withEntry(record, [], 'kid', { answers: { name: `n${at}` }, repeats: {} })
          names.push(`n${at}`)
        } else {
          record = withoutEntry(record, kid(step))
          names = names.filter((_name, index) => index !== step)
        }
      })
      expect((record.repeats['kid'] ?? []).map(({ answers }) => answers['name'])).toEqual(names)
    }),
  )
})
