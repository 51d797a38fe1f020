import { expect, test } from 'vitest'
import { readTakenRequest } from '#worker/domain/mirror/taken-request.ts'

test('what Field-TM says, with its extent as text', () => {
  expect(
    readTakenRequest({
      title: ' Wells ',
      language: 'en',
      extent: '85.3,27.7,85.4,27.8',
      openInEditMode: false,
    }),
  ).toEqual({ title: 'Wells', language: 'en', extent: [85.3, 27.7, 85.4, 27.8], openInEditMode: false })
})

test('what cannot be used counts as unsaid, and never stops the job', () => {
  expect(
    readTakenRequest({ title: '', language: 7, extent: '1,2,3', openInEditMode: 'yes', more: 1 }),
  ).toEqual({})
  expect(readTakenRequest({ extent: '1,2,,4' })).toEqual({})
  for (const raw of [null, undefined, 'text', 7, []]) expect(readTakenRequest(raw)).toEqual({})
})
