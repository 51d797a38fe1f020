import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layerId } from '#worker/domain/qgis/hash.ts'
import { slugOf } from '#worker/domain/qgis/slug.ts'

test.each([
  ['Water points, ward 4', 'Water-points-ward-4'],
  ['  --.Hidden_', 'Hidden'],
  ['CON', 'project-CON'],
  ['com1', 'project-com1'],
  ['Tasks', 'project-Tasks'],
  ['survey', 'project-survey'],
  ["Farmer's market", 'Farmers-market'],
  ['Москва 2', 'Moskva-2'],
  ['Ελλάδα', 'Ellada'],
])('%s', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
})

test.each([
  'सर्वेक्षण',
  'مسح المباني',
  'የሕንፃ ጥናት',
  'အဆောက်အဦ',
  '建筑调查',
  'עברית',
  'ภาษาไทย',
  '한국어',
  'ქართული',
])('%s is spelt in ASCII', (title) => {
  expect(slugOf(title)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,59}$/)
  expect(slugOf(title)).not.toMatch(/^project-[0-9a-f]{4}$/)
})

test('two titles without a letter still differ', () => {
  expect(slugOf('…')).toMatch(/^project-[0-9a-f]{4}$/)
  expect(slugOf('…')).not.toBe(slugOf('!!!'))
})

test('any title gives a file name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const slug = slugOf(title)
      expect(slug).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,67}$/)
      expect(slugOf(title)).toBe(slug)
      expect(slug).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d|tasks|basemap)$/i)
    }),
  )
})

test('layer ids are stable and differ by project', () => {
  expect(layerId('a', 'survey')).toMatch(/^survey_[0-9a-f]{8}$/)
  expect(layerId('a', 'survey')).toBe(layerId('a', 'survey'))
  expect(layerId('a', 'survey')).not.toBe(layerId('b', 'survey'))
})
