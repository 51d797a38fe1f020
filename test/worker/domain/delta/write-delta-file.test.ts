import { expect, test } from 'vitest'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import { delta, project, uuidOf } from '#test/worker/domain/delta/deltas.ts'

/** 901, 902 … */
function counter(): () => string {
  let last = 900
  return () => uuidOf((last += 1))
}

test('what is written is read again, under a file id of its own', () => {
  const deltas = [delta(1), delta(2, { method: 'create', exportId: 'x', extra: [1] })]
  const file = parseDeltaFile(writeDeltaFile(deltas, { project, uuid: counter() }), 'out.json')
  expect(file).toMatchObject({ project, version: '1.0', files: [], clientPks: {}, deltas })
  expect(file.id).toBe(uuidOf(902))
})

test('fresh uuids let the server take the same changes again', () => {
  const deltas = [delta(1), delta(2)]
  const file = parseDeltaFile(
    writeDeltaFile(deltas, { project, uuid: counter(), freshUuids: true }),
    'out.json',
  )
  expect(file.deltas).toEqual([
    { ...delta(1), uuid: uuidOf(903) },
    { ...delta(2), uuid: uuidOf(904) },
  ])
})

test('a delta without a device gets one, which the server needs', () => {
  const { clientId: _device, ...bare } = delta(1)
  const file = parseDeltaFile(writeDeltaFile([bare, delta(2)], { project, uuid: counter() }), 'out.json')
  expect(file.deltas).toEqual([{ ...bare, clientId: uuidOf(901) }, delta(2)])
})

test('long numbers keep their digits', () => {
  const text = writeDeltaFile([delta(1, { new: { attributes: { code: 'long' } } })], {
    project,
    uuid: counter(),
  })
  const { deltas } = parseDeltaFile(text.replace('"long"', '9223372036854775807'), 'in.json')
  expect(writeDeltaFile(deltas, { project, uuid: counter() })).toContain('"code":9223372036854775807')
})
