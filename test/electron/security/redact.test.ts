import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { redactError, redactText } from '#electron/security/redact.ts'

const home = '/home/ann'

test.each([
  ['postgres://ann:hunter2@db.example.org/fmtm', 'postgres://ann:***@db.example.org/fmtm'],
  ['postgresql://:hunter2@localhost/x', 'postgresql://:***@localhost/x'],
  ['Authorization: Token 0123456789abcdef', 'Authorization: *** ***'],
  ['sent Bearer eyJhbGciOi.J9.abc', 'sent Bearer ***'],
  ['password=hunter2 host=db', 'password=*** host=db'],
  ['{"token": "s3cr3t", "a": 1}', '{"token": "***", "a": 1}'],
  ['api_key=s3cr3t&x=1', 'api_key=***&x=1'],
  ['cannot open /home/ann/Fieldpack/a.gpkg', 'cannot open ~/Fieldpack/a.gpkg'],
  ['cannot open /srv/private/a.gpkg', 'cannot open …/a.gpkg'],
  [String.raw`cannot open C:\Users\bob\a.gpkg`, 'cannot open …/a.gpkg'],
  ['ratio 3/4 of EPSG:4326', 'ratio 3/4 of EPSG:4326'],
])('%s -> %s (S13)', (text, redacted) => {
  expect(redactText(text, home)).toBe(redacted)
})

test('an unexpected error crosses without its stack', () => {
  const thrown = new Error('cannot read postgres://a:hunter2@db/x')
  const { data } = new AppError('internal', { url: 'postgres://a:hunter2@db/x' }, { cause: thrown })
  expect(data.detail).toMatch(/\n\s+at /)
  const crossed = redactError(data, home)
  expect(crossed.detail).toBe('Error: cannot read postgres://a:***@db/x')
  expect(JSON.stringify(crossed)).not.toContain('hunter2')
})

test('what the user chose keeps its path', () => {
  const { data } = new AppError('input.missing', { file: '/media/usb/form.xlsx' })
  expect(redactError(data, home).params).toEqual({ file: '/media/usb/form.xlsx' })
})
