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

test('who needs secrets waits for them until they come, or until nobody waits any more', async () => {
  const book = createSecretBook(null)
  const leaving = new AbortController()
  const [stays, leaves] = [book.told(new AbortController().signal), book.told(leaving.signal)]
  leaving.abort(new Error('stopped'))
  await expect(leaves).rejects.toThrow('stopped')
  await expect(book.told(leaving.signal)).rejects.toThrow('stopped')
  book.replace({ ...noSecrets, cloud: { one: 'token-1' } })
  expect((await stays).cloud).toEqual({ one: 'token-1' })
  expect(await createSecretBook().told(new AbortController().signal)).toEqual(noSecrets)
})

test('only another password of Postgres is worth another connection', () => {
  const book = createSecretBook()
  expect(book.replace({ ...noSecrets, postgres: 'pw' })).toBe(true)
  expect(book.replace({ ...noSecrets, postgres: 'pw', cloud: { one: 'token-1' } })).toBe(false)
  expect(book.now().cloud).toEqual({ one: 'token-1' })
  expect(book.replace(noSecrets)).toBe(true)
})
