import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { diskError } from '#worker/domain/disk-error.ts'

/** As Node throws it: of the system with the call that failed, of itself without. */
const thrown = (code: string, syscall?: string): Error =>
  Object.assign(new Error(code), { code }, syscall === undefined ? {} : { syscall })

const none = 'as it is'
test.each([
  // What is thrown, then: in general, where the place was to be free, where only writing can have failed.
  [thrown('ENOSPC', 'write'), 'output.full', 'output.full', 'output.full'],
  [thrown('ENOSPC'), 'output.full', 'output.full', 'output.full'],
  [thrown('EDQUOT', 'write'), 'output.full', 'output.full', 'output.full'],
  [thrown('EEXIST', 'mkdir'), 'output.readonly', 'output.occupied', 'output.readonly'],
  [thrown('ENOTEMPTY', 'rename'), 'output.readonly', 'output.occupied', 'output.readonly'],
  [thrown('EACCES', 'open'), 'output.readonly', 'output.readonly', 'output.readonly'],
  [thrown('EPERM', 'rename'), 'output.readonly', 'output.readonly', 'output.readonly'],
  [thrown('EROFS', 'mkdir'), 'output.readonly', 'output.readonly', 'output.readonly'],
  [thrown('ENOTDIR', 'mkdir'), 'output.readonly', 'output.readonly', 'output.readonly'],
  [thrown('EISDIR', 'rename'), 'output.readonly', 'output.readonly', 'output.readonly'],
  [thrown('ENOENT', 'open'), none, none, 'output.readonly'],
  [thrown('UNKNOWN', 'write'), none, none, 'output.readonly'],
  [thrown('ECONNRESET', 'read'), none, none, 'output.readonly'],
  [thrown('ERR_STREAM_PREMATURE_CLOSE'), none, none, none],
  [new TypeError('not a function'), none, none, none],
  [new AppError('job.cancelled'), none, none, none],
  ['a word', none, none, none],
])('%s', (cause, general, mustBeFree, onlyWrites) => {
  const told = [
    diskError(cause, '/out'),
    diskError(cause, '/out', { mustBeFree: true }),
    diskError(cause, '/out', { onlyWrites: true }),
  ]
  const codes = told.map((error) => (error === cause ? none : error instanceof AppError && error.code))
  expect(codes).toEqual([general, mustBeFree, onlyWrites])
})

test('it names the place, and keeps what was thrown', () => {
  const cause = thrown('EACCES', 'open')
  expect(diskError(cause, '/out')).toMatchObject({ data: { params: { folder: '/out' } }, cause })
})
