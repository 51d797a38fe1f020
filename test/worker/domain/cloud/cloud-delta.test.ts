import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CloudDelta } from '#worker/api/cloud.ts'
import { byArrival, toServerDelta, type ListedDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'
import { delta } from '#test/worker/domain/delta/deltas.ts'

function listed(given: Partial<ListedDelta> = {}): ListedDelta {
  return {
    uuid: delta(1).uuid,
    deltaFileId: 'f1',
    createdBy: 'ana',
    createdAt: '2026-11-22T10:00:00Z',
    updatedAt: '2026-11-22T10:00:00Z',
    status: 'applied',
    message: 'None',
    content: delta(1),
    ...given,
  }
}

test('a delta as it is shown, and as it can be sent again', () => {
  const { shown, content } = toServerDelta(listed())
  expect(CloudDelta.parse(shown)).toMatchObject({
    status: 'applied',
    message: '',
    method: 'patch',
    layerId: 'wells',
    layerName: 'wells',
    old: { attributes: { depth: 12 } },
  })
  expect(content).toEqual(delta(1))
})

test('the layer’s name is the device’s word for it, or what its id is made from', () => {
  const sourceLayerId = 'Apple_trees_5e3c8f7a_1111_4222_8333_444455556666'
  expect(toServerDelta(listed({ content: delta(1, { sourceLayerId }) })).shown.layerName).toBe('Apple_trees')
  const named = delta(1, { sourceLayerId: '', localLayerName: 'Trees' })
  expect(toServerDelta(listed({ content: named })).shown).toMatchObject({
    layerId: 'wells',
    layerName: 'Trees',
  })
})

test('a long number is shown as well as can be, and sent as it came', () => {
  const text = JSON.stringify(delta(1, { new: { attributes: { code: 'long' } } }))
  const { shown, content } = toServerDelta(
    listed({ content: parseExactly(text.replace('"long"', '9223372036854775807')) }),
  )
  expect(shown.new?.attributes?.['code']).toBe(Number('9223372036854775807'))
  expect(JSON.stringify(content)).toContain('9223372036854775807')
})

test('any content and status is taken', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (content, status) => {
      expect(CloudDelta.safeParse(toServerDelta(listed({ content, status })).shown).success).toBe(true)
    }),
  )
  expect(toServerDelta(listed({ content: 'nonsense' })).content).toBeNull()
  expect(toServerDelta(listed({ status: 'started' })).shown.status).toBe('busy')
})

test('moments are told apart to the microsecond', () => {
  const moments = ['10:00:00Z', '10:00:00.000001Z', '10:00:00.100000Z', '10:00:00.100002Z', '10:00:01Z']
  const deltas = moments.map((at) => listed({ createdAt: `2026-11-22T${at}` }))
  expect(deltas.toReversed().sort(byArrival)).toEqual(deltas)
})
