import { expect, test } from 'vitest'
import { errorOf, parseMessage } from '#worker/qgis/messages.ts'

test.each([
  '{"id":1,"progress":{"step":"read","value":0.4}}',
  '{"id":1,"log":{"level":"warning","message":"odd"}}',
  '{"id":1,"result":null}',
  '{"id":1,"result":{"a":[1]}}',
  '{"id":1,"error":{"code":"features.empty","params":{"file":"a","count":0},"detail":null}}',
])('reads %s', (line) => {
  expect(parseMessage(line)).toEqual(JSON.parse(line))
})

test.each([
  '',
  'noise',
  '{"id":1,"res',
  '[]',
  'null',
  '{}',
  '{"id":1}',
  '{"id":"1","result":1}',
  '{"id":1,"progress":{"step":"read","value":2}}',
  '{"id":1,"log":{"level":"loud","message":"odd"}}',
  '{"id":1,"error":{"code":"x"}}',
  '{"hello":{"qgis":"3.22"}}',
])('refuses %s', (line) => {
  expect(parseMessage(line)).toBeNull()
})

test('a code that nobody knows becomes a failure of QGIS, its name kept', () => {
  const error = errorOf({ code: 'strange', params: { file: 'a' }, detail: 'trace' })
  expect(error.data).toEqual({
    code: 'qgis.failed',
    params: { file: 'a', why: 'strange' },
    retry: 'user',
    detail: 'trace',
  })
})

test('secrets go from params and detail', () => {
  const { data } = errorOf({ code: 'features.unreadable', params: { why: 'password=x' }, detail: 'token=y' })
  expect(data).toMatchObject({ params: { why: 'password=***' }, detail: 'token=***' })
})
