import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from '#worker/domain/redact.ts'

test.each([
  ['postgres://me:geheim@db:5432/field', 'postgres://me:***@db:5432/field'],
  ['at postgresql://me:p%40ss@h/x and after', 'at postgresql://me:***@h/x and after'],
  ['postgres://me:p@ss:w@rd@h/x', 'postgres://me:***@h/x'],
  ['"https://ana:geheim@cloud.example/api"', '"https://ana:***@cloud.example/api"'],
  ["host=db user=me password=geheim dbname='x'", "host=db user=me password=*** dbname='x'"],
  ["password='it\\'s ; long' port=1", 'password=*** port=1'],
  ['PGPASSWORD=geheim psql', 'PGPASSWORD=*** psql'],
  ['FTM_DB_PASSWORD = geheim', 'FTM_DB_PASSWORD = ***'],
  ['https://x.example/t?token=abc&z=1', 'https://x.example/t?token=***&z=1'],
  ['https://x.example/t?api_key=abc&z=1', 'https://x.example/t?api_key=***&z=1'],
  ['{"user": "me", "password": "ge\\"heim", "n": 1}', '{"user": "me", "password": "***", "n": 1}'],
  ["{'refresh_token': 'abc'}", `{'refresh_token': "***"}`],
  ['Password: geheim', 'Password: ***'],
  ['Authorization: Token 0123456789abcdef', 'Authorization: Token ***'],
  ['authorization=Basic Zm9vOmJhcg==', 'authorization=Basic ***'],
  ['sent Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', 'sent Bearer ***'],
  ['Token d0b4c1a2e3f4051627384950 refused', 'Token *** refused'],
])('%s', (text, expected) => {
  expect(redact(text)).toBe(expected)
})

test.each([
  'unexpected token: ")" in expression',
  'Layer "password" has 3 features',
  'https://tile.openstreetmap.org/{z}/{x}/{y}.png at 12:30',
  '/home/ana/Büro/feld.gpkg|layername=survey',
  'Token validation of the form',
])('leaves alone: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('whatever the password is made of, it does not come through a connection string', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9!#$%&()*+,.:;=?@^_`{|}~-]{8,20}$/)
  fc.assert(
    fc.property(secret, (password) => {
      expect(redact(`could not open postgres://ana:${password}@db.example:5432/field for reading`)).toBe(
        'could not open postgres://ana:***@db.example:5432/field for reading',
      )
    }),
  )
})
