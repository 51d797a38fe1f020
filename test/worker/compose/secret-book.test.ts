import { expect, test } from 'vitest'
import { noSecrets } from '#worker/api/messages.ts'
import { createSecretBook } from '#worker/compose/secret-book.ts'

test('a token that the worker came to know is kept outside and known at once; null forgets it', () => {
  const kept: unknown[] = []
  const book = createSecretBook({ ...noSecrets, postgres: 'pw', cloud: { one: 'token-1' } }, (...what) =>
    kept.push(what),
  )
  book.keep('cloud', 'two', 'token-2')
  expect(book.now()).toEqual({ ...noSecrets, postgres: 'pw', cloud: { one: 'token-1', two: 'token-2' } })
  book.keep('cloud', 'one', null)
  expect(book.now().cloud).toEqual({ two: 'token-2' })
  expect(kept).toEqual([
    ['cloud', 'two', 'token-2'],
    ['cloud', 'one', null],
  ])
})

test('what could not be kept is not known either', () => {
  const book = createSecretBook(noSecrets, () => {
    throw new Error('full')
  })
  expect(() => book.keep('cloud', 'one', 'token-1')).toThrow('full')
  expect(book.now()).toEqual(noSecrets)
})

test('only another password of Postgres is worth another connection', () => {
  const book = createSecretBook()
  expect(book.replace({ ...noSecrets, postgres: 'pw' })).toBe(true)
  expect(book.replace({ ...noSecrets, postgres: 'pw', cloud: { one: 'token-1' } })).toBe(false)
  expect(book.now().cloud).toEqual({ one: 'token-1' })
  expect(book.replace(noSecrets)).toBe(true)
})
