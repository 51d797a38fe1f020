import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostDeltas, parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { delta, device, project, uuidOf } from '#test/worker/domain/delta/deltas.ts'

const id = 'ffffffff-0000-4000-8000-000000000000'
const whole = { version: '1.0', project, id, deltas: [{ ...delta(1) }], files: ['DCIM/a.jpg'], clientPks: {} }

const parse = (value: unknown) => parseDeltaFile(JSON.stringify(value), 'delta.json')
const refusal = (where: string, why: string) =>
  expect.objectContaining({
    code: 'deltas.notSchema',
    data: expect.objectContaining({ params: { file: 'delta.json', where, why } }),
  })

function without(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
}

test('a whole file is read as it stands', () => {
  expect(parse(whole)).toEqual({ ...whole, name: 'delta.json' })
})

test.each(['version', 'project', 'id', 'deltas', 'files'])('a file without `%s` is refused', (name) => {
  expect(() => parse(without(whole, name))).toThrow(refusal(name, 'it is missing.'))
})

test.each(['uuid', 'localPk', 'sourcePk', 'localLayerId', 'sourceLayerId', 'method'])(
  'a delta without `%s` is refused by its place',
  (name) => {
    const deltas = [delta(1), without(delta(2), name)]
    expect(() => parse({ ...whole, deltas })).toThrow(refusal(`deltas[1].${name}`, 'it is missing.'))
  },
)

test.each([
  ['version', { version: 1 }, 'it is not “1.0”.'],
  ['version', { version: '1.1' }, 'it is not “1.0”.'],
  ['project', { project: 'trees' }, 'it is not a UUID.'],
  ['id', { id: 7 }, 'it is not a text.'],
  ['deltas', { deltas: {} }, 'it is not a list.'],
  ['deltas[0]', { deltas: ['patch'] }, 'it is not an object.'],
  ['files', { files: 'a.jpg' }, 'it is not a list.'],
  ['files[0]', { files: [null] }, 'it is not a text.'],
  ['files', { files: ['a.jpg', 'a.jpg'] }, 'a name is in it more than once.'],
  ['clientPks', { clientPks: [] }, 'it is not an object.'],
])('of a file, `%s` has to be right: %j', (where, parts, why) => {
  expect(() => parse({ ...whole, ...parts })).toThrow(refusal(where, why))
})

test.each([
  ['uuid', { uuid: '7' }, 'it is not a UUID.'],
  ['clientId', { clientId: 'phone' }, 'it is not a UUID.'],
  ['exportId', { exportId: 7 }, 'it is not a text.'],
  ['localPk', { localPk: 7 }, 'it is not a text.'],
  ['sourcePk', { sourcePk: null }, 'it is not a text.'],
  ['localLayerCrs', { localLayerCrs: 4326 }, 'it is not a text.'],
  ['method', { method: 'update' }, 'it is not “create” or “patch” or “delete”.'],
  ['method', { method: 'CREATE' }, 'it is not “create” or “patch” or “delete”.'],
  ['old', { old: null }, 'it is not an object.'],
  ['new', { new: [] }, 'it is not an object.'],
  ['new.geometry', { new: { geometry: { type: 'Point' } } }, 'it is not a text.'],
  ['new.attributes', { new: { attributes: ['depth'] } }, 'it is not an object.'],
  ['new.files_sha256', { new: { files_sha256: 'a' } }, 'it is not an object.'],
  ['new.files_sha256.a.jpg', { new: { files_sha256: { 'a.jpg': 7 } } }, 'it is not a text.'],
  ['old.is_snapshot', { old: { is_snapshot: 'yes' } }, 'it is not true or false.'],
  ['old', { old: { colour: 'red', attributes: {} } }, '“colour” is not known there.'],
])('of a delta, `%s` has to be right: %j', (where, parts, why) => {
  const deltas = [{ ...delta(1), ...parts }]
  expect(() => parse({ ...whole, deltas })).toThrow(refusal(`deltas[0].${where}`, why))
})

test.each([
  ['nothing', null],
  ['a list', []],
  ['a word', 'delta'],
])('%s is no delta file', (_what, value) => {
  expect(() => parse(value)).toThrow(refusal('the beginning', 'it is not an object.'))
})

describe('what the schema allows', () => {
  test('more properties of the file and of a delta, but not of its sides', () => {
    const deltas = [{ ...delta(1), colour: 'red' }]
    expect(parse({ ...whole, deltas, comment: 'x' }).deltas[0]).toEqual(deltas[0])
  })

  test('a delta without a device, without sides, or with a side that says little', () => {
    const bare = without(without(without(delta(1), 'clientId'), 'old'), 'new')
    const deltas = [
      bare,
      {
        ...bare,
        uuid: uuidOf(2),
        old: {},
        new: { geometry: null, files_sha256: { 'a.jpg': null }, is_snapshot: true },
      },
    ]
    expect(parse({ ...whole, deltas }).deltas).toEqual(deltas)
  })

  test('a patch without `old`: it is the job that breaks on it', () => {
    expect(parse({ ...whole, deltas: [without(delta(1), 'old')] }).deltas).toHaveLength(1)
  })

  test('no `clientPks`, which the server adds; keys that it does not know are left out', () => {
    expect(parse(without(whole, 'clientPks')).clientPks).toEqual({})
    const clientPks = { [`${device}__wells__1`]: '12', [`${device}__2`]: 13, [`${device}__3`]: null }
    expect(parse({ ...whole, clientPks }).clientPks).toEqual({
      [`${device}__wells__1`]: '12',
      [`${device}__2`]: '13',
    })
  })

  test('one uuid twice, of which the server takes the first', () => {
    expect(parse({ ...whole, deltas: [delta(1), delta(1)] }).deltas).toHaveLength(2)
  })
})

test.each([
  ['', 'nothing'],
  ['{"version": "1.0"', 'half a file'],
  ['{"a": NaN}', 'NaN, which only Python writes'],
  ['{"a": Infinity}', 'Infinity'],
  ["{'a': 1}", 'single quotes'],
  ['PK\u0003\u0004', 'a zip'],
])('%j is not JSON: %s', (text) => {
  expect(() => parseDeltaFile(text, 'delta.json')).toThrow(
    expect.objectContaining({
      code: 'deltas.notJson',
      data: expect.objectContaining({ params: { file: 'delta.json' } }),
    }),
  )
})

test('a byte order mark is no reason to refuse a file', () => {
  expect(parseDeltaFile(`\uFEFF${JSON.stringify(whole)}`, 'delta.json').id).toBe(id)
})

test('NUL characters are left out, and nothing that only looks like one', () => {
  const values = ['a\0b', '\0', 'a\\u0000b', '\\\0', 'plain']
  const deltas = [
    delta(1, { new: { attributes: Object.fromEntries(values.map((value, at) => [`f${at}`, value])) } }),
  ]
  const text = JSON.stringify({ ...whole, deltas }).replace('plain', 'pl\0ain')
  expect(Object.values(parseDeltaFile(text, 'delta.json').deltas[0]?.new?.attributes ?? {})).toEqual([
    'ab',
    '',
    'a\\u0000b',
    '\\',
    'plain',
  ])
})

test('any attribute that JSON can hold comes through', () => {
  const names = fc.string().filter((name) => name !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue({ maxDepth: 2 })), (attributes) => {
      const deltas = [delta(1, { new: { attributes } })]
      fc.pre(!JSON.stringify(deltas).includes('\\u0000'))
      const read = parse({ ...whole, deltas }).deltas[0]?.new
      expect(JSON.stringify(read)).toBe(JSON.stringify({ attributes }))
    }),
  )
})

test('whole numbers of 64 bits keep their digits through reading and writing', () => {
  const text = JSON.stringify({ ...whole, deltas: [delta(1, { new: { attributes: { code: 'long' } } })] })
  const read = parseDeltaFile(text.replace('"long"', '9223372036854775807'), 'delta.json')
  expect(JSON.stringify(read.deltas[0]?.new)).toBe('{"attributes":{"code":9223372036854775807}}')
})

test('more deltas than a job takes are counted, not checked', () => {
  const deltas = Array.from({ length: mostDeltas + 1 }, () => 0)
  expect(() => parse({ ...whole, deltas })).toThrow(
    expect.objectContaining({
      code: 'deltas.tooMany',
      data: expect.objectContaining({ params: { count: mostDeltas + 1, limit: mostDeltas } }),
    }),
  )
})
