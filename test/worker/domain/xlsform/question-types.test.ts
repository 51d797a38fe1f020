import { expect, test } from 'vitest'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

const select = (type: string, list: string, source = 'choices', orOther = false) => ({
  kind: 'select',
  type,
  source,
  list,
  orOther,
})

test.each([
  [' Text ', { kind: 'question', type: 'text' }],
  ['dateTime', { kind: 'question', type: 'dateTime' }],
  ['photo', { kind: 'question', type: 'image' }],
  ['gps', { kind: 'question', type: 'geopoint' }],
  ['get start time', { kind: 'question', type: 'start' }],
  ['select_one yes_no', select('select_one', 'yes_no')],
  ['select  one from  amenity:type', select('select_one', 'amenity:type')],
  ['select1 l', select('select_one', 'l')],
  ['select all that apply from l', select('select_multiple', 'l')],
  ['Select_Multiple l or_other', select('select_multiple', 'l', 'choices', true)],
  ['select_one l or specify other', select('select_one', 'l', 'choices', true)],
  ['select_one_from_file Fruits.csv', select('select_one', 'Fruits.csv', 'file')],
  ['select_multiple_from_file a.csv', select('select_multiple', 'a.csv', 'file')],
  ['select_one_external l', select('select_one', 'l', 'external')],
  ['rank l', select('rank', 'l')],
  ['begin group', { kind: 'begin', control: 'group', list: '' }],
  ['BEGIN_REPEAT', { kind: 'begin', control: 'repeat', list: '' }],
  ['begin loop over sizes', { kind: 'begin', control: 'loop', list: 'sizes' }],
  ['end lgroup', { kind: 'end', control: 'repeat' }],
  ['percentage', { kind: 'ruled', type: 'integer', constraint: '0 <= . and . <= 100' }],
  ['constructor', { kind: 'question', type: 'unknown' }],
  ['selection', { kind: 'question', type: 'unknown' }],
])('%s', (text, parsed) => {
  expect(parseType(text)).toEqual(parsed)
})
