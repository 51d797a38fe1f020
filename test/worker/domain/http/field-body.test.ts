import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readObject } from '#worker/domain/http/body.ts'
import { readFieldBody } from '#worker/domain/http/field-body.ts'

const good = {
  job_id: '01990000-0000-7000-8000-00000000000A',
  title: ' Ward 5 ',
  language: 'english',
  extent: '84.42, 27.67,84.45,27.70',
}

test('a whole body is read', () => {
  expect(readFieldBody(good)).toEqual({
    ok: true,
    value: {
      jobId: '01990000-0000-7000-8000-00000000000a',
      title: 'Ward 5',
      language: 'english',
      extent: [84.42, 27.67, 84.45, 27.7],
      openInEditMode: true,
    },
  })
})

test.for([
  [{ job_id: undefined }, 'job_id'],
  [{ job_id: 'nonsense' }, 'job_id'],
  [{ job_id: 7 }, 'job_id'],
  [{ title: '' }, 'title'],
  [{ title: '   ' }, 'title'],
  [{ title: 7 }, 'title'],
  [{ language: null }, 'language'],
  [{ language: ['en'] }, 'language'],
  [{ title: undefined, extent: undefined }, 'title, extent'],
  [{ extent: '' }, 'extent'],
  [{ extent: '1,2,3' }, 'extent'],
  [{ extent: '1,2,3,4,5' }, 'extent'],
  [{ extent: '1,,3,4' }, 'extent'],
  [{ extent: '1,2,3,north' }, 'extent'],
  [{ extent: '1,2,Infinity,4' }, 'extent'],
  [{ extent: '3,2,1,4' }, 'extent'],
  [{ extent: '1,4,3,2' }, 'extent'],
  [{ extent: '1,2,3,91' }, 'extent'],
  [{ extent: '-181,2,3,4' }, 'extent'],
  [{ extent: [1, 2, 3, 4] }, 'extent'],
] as [object, string][])('%o is refused with words about %s', ([change, about]) => {
  expect(readFieldBody({ ...good, ...change })).toEqual({
    ok: false,
    message: expect.stringContaining(about),
  })
})

test.for([
  [undefined, true],
  [null, true],
  [true, true],
  [false, false],
  ['1', true],
  ['TRUE', true],
  [' yes ', true],
  ['on', true],
  ['0', false],
  ['no', false],
  ['', false],
  [1, true],
  [0, false],
  [{}, false],
] as [unknown, boolean][])('open_in_edit_mode %o is %s', ([given, meant]) => {
  expect(readFieldBody({ ...good, open_in_edit_mode: given })).toMatchObject({
    value: { openInEditMode: meant },
  })
})

test('a long title is cut between characters', () => {
  const title = `${'x'.repeat(199)}🏠`
  expect(readFieldBody({ ...good, title })).toMatchObject({ value: { title: 'x'.repeat(199) } })
})

test('whatever comes is either read or refused in words', () => {
  const value = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(...Object.values(good)))
  const body = fc.record(
    { job_id: value, title: value, language: value, extent: value, open_in_edit_mode: value },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(body, (asked) => {
      const read = readFieldBody(asked)
      const sound = read.ok ? read.value.extent.every(Number.isFinite) : read.message !== ''
      expect(sound).toBe(true)
    }),
  )
})

test('any bytes are one JSON object or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const read = readObject(bytes)
      expect(read.ok ? Object.prototype.toString.call(read.value) : read.message).toMatch(
        /^\[object Object\]$|\.$/,
      )
    }),
  )
})
