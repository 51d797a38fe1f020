import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { stateOf, toMirrorError, troubleOf } from '#worker/mirror/trouble.ts'

function said(code: string, message = 'words'): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code })
}

test.each([
  ['28P01', 'words', 'mirror.refused', 'signIn'],
  [
    '28000',
    'no pg_hba.conf entry for host "10.0.0.7", user "a", database "b", no encryption',
    'mirror.refused',
    'tls',
  ],
  [
    '28000',
    'no pg_hba.conf entry for host "10.0.0.7", user "a", database "b", SSL encryption',
    'mirror.refused',
    'signIn',
  ],
  ['3D000', 'words', 'mirror.refused', 'noDatabase'],
  ['42501', 'permission denied for schema public', 'mirror.refused', 'privilege'],
  ['25006', 'cannot execute INSERT in a read-only transaction', 'mirror.refused', 'privilege'],
  ['57014', 'canceling statement due to statement timeout', 'mirror.unreachable', 'timeout'],
  ['57P01', 'terminating connection due to administrator command', 'mirror.unreachable', 'other'],
  ['57P03', 'the database system is starting up', 'mirror.unreachable', 'other'],
  ['53300', 'sorry, too many clients already', 'mirror.unreachable', 'other'],
  ['53100', 'could not extend file: No space left on device', 'mirror.unreachable', 'other'],
  ['40P01', 'deadlock detected', 'mirror.unreachable', 'other'],
])('Postgres says %s %s', (code, message, error, trouble) => {
  expect(toMirrorError(said(code, message), 'db')?.data).toMatchObject({
    code: error,
    params: { host: 'db', trouble },
  })
})

test.each(['23505', '42P01', '22012', '54000'])('%s is the statement’s own business', (code) => {
  expect(toMirrorError(said(code), 'db')).toBeNull()
})

test('of the addresses of a name the first one’s trouble is told', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' })
  expect(troubleOf(new AggregateError([refused, new Error('later')]))).toBe('refused')
})

test('an AppError stays what it is', () => {
  const error = new AppError('mirror.refused', { host: 'db', trouble: 'certificate' })
  expect(toMirrorError(error, 'other')).toBe(error)
  expect(troubleOf(error)).toBe('certificate')
  expect(stateOf(error)).toBe('refused')
  expect(stateOf(new AppError('mirror.newer'))).toBe('refused')
})

const hasNamespaces = process.platform === 'linux' && spawnSync('unshare', ['-rn', 'true']).status === 0
if (!hasNamespaces)
  process.stderr.write(
    'Skipped: a computer without a network, for which unshare is missing or not allowed.\n',
  )

test.skipIf(!hasNamespaces)('without any network it is offline, and not the server’s fault', () => {
  const trouble = join(import.meta.dirname, '../../../worker/mirror/trouble.ts')
  const code = `
    import { stateOf } from ${JSON.stringify(trouble)}
    import { AppError } from '#worker/api/errors.ts'
    process.stdout.write(stateOf(new AppError('mirror.unreachable', { host: 'db', trouble: 'timeout' })))`
  const { stdout } = spawnSync('unshare', ['-rn', process.execPath, '--input-type=module', '-e', code], {
    cwd: join(import.meta.dirname, '../../..'),
    encoding: 'utf8',
  })
  expect(stdout).toBe('offline')
})
