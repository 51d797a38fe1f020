import { expect, test } from 'vitest'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'

test.each(['form/form.xlsx', 'form/companions/villages 2.csv', 'features/zone à.geojson', 'aoi/…/.hidden'])(
  '%j may become a path',
  (name) => expect(isSafeName(name)).toBe(true),
)

test.each([
  '',
  '/etc/passwd',
  '../form.xlsx',
  'form/../../x',
  'form//x',
  'form/',
  'form/.',
  'form\\..\\x',
  'C:/x',
  'form/x:stream',
  'form/x\u0000.csv',
  'form/x\n',
  'form/con',
  'form/NUL.csv',
  'form/x.',
  'form/x ',
  `form/${'x'.repeat(256)}`,
])('%j may not', (name) => expect(isSafeName(name)).toBe(false))
