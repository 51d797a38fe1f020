import { expect, test } from 'vitest'
import { databaseOf, isOpenLine } from '#worker/cli/serve-database.ts'

test('an address is parted from its password', () => {
  expect(databaseOf('postgres://ana:p%40ss%2Fword@db:5433/field?sslmode=require', {})).toEqual({
    url: 'postgres://ana@db:5433/field?sslmode=require',
    password: 'p@ss/word',
    caFile: null,
  })
})

test.for([
  [{ FTM_DB_URL: 'postgresql://ana:secret@db/field' }, 'postgres://ana@db/field', 'secret'],
  [
    { FTM_DB_URL: 'postgresql+psycopg://ana@db/field', PGPASSWORD: 'secret' },
    'postgres://ana@db/field',
    'secret',
  ],
  [{ FTM_DB_URL: 'postgres://ana:own@db/field', PGPASSWORD: 'other' }, 'postgres://ana@db/field', 'own'],
  [
    { FTM_DB_HOST: 'db', FTM_DB_USER: 'a@b', FTM_DB_PASSWORD: 's/e c', FTM_DB_NAME: 'field maps' },
    'postgres://a%40b@db/field%20maps',
    's/e c',
  ],
  [{ FTM_DB_HOST: 'db:6543', FTM_DB_USER: 'ana', FTM_DB_NAME: 'f' }, 'postgres://ana@db:6543/f', null],
  [{ FTM_DB_HOST: '[::1]:6543', FTM_DB_NAME: 'f' }, 'postgres://[::1]:6543/f', null],
] as [NodeJS.ProcessEnv, string, string | null][])('%o', ([env, url, password]) => {
  expect(databaseOf(undefined, env)).toMatchObject({ url, password })
})

test('the option wins over the environment, and without either there is none', () => {
  const env = { FTM_DB_URL: 'postgres://there/x', PGSSLROOTCERT: '/etc/ca.pem' }
  expect(databaseOf('postgres://here/x', env)).toMatchObject({
    url: 'postgres://here/x',
    caFile: '/etc/ca.pem',
  })
  expect(databaseOf(undefined, { FTM_DB_URL: '', FTM_DB_HOST: '' })).toBeNull()
})

test.for(['mysql://ana:secret@db/x', 'db/secret', 'postgres://ana:secret@db:x/y'])(
  '%s is no address, and is not repeated',
  (text) => {
    expect(() => databaseOf(text, {})).toThrow(/^usage (?!.*secret)/)
  },
)

test.for([
  ['postgres://db/x', true],
  ['postgres://db/x?sslmode=prefer', true],
  ['postgres://db/x?sslmode=verify-full', false],
  ['postgres://127.0.0.1/x', false],
  ['postgres://localhost:5433/x', false],
  ['postgres://[::1]/x', false],
] as [string, boolean][])('whether %s can be overheard: %s', ([url, open]) => {
  expect(isOpenLine(url)).toBe(open)
})
