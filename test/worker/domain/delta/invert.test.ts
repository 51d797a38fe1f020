import { describe, expect, test } from 'vitest'
import type { Delta } from '#worker/api/deltas.ts'
import { invert } from '#worker/domain/delta/invert.ts'
import { delta } from '#test/worker/domain/delta/deltas.ts'

function sides(inverse: ReturnType<typeof invert>) {
  if ('impossible' in inverse) return inverse
  const { method, old, new: now } = inverse.delta
  return { pk: inverse.pk, method, old, new: now }
}
const sidesOf = (parts: Partial<Delta>, pk = '7') => sides(invert(delta(1, parts), pk))

describe('a patch', () => {
  test('is patched back', () => {
    const parts = {
      old: { attributes: { depth: 12, name: null } },
      new: { attributes: { depth: 14, name: 'Kisima' } },
    }
    expect(sidesOf(parts)).toEqual({ pk: '7', method: 'patch', old: parts.new, new: parts.old })
  })

  test.each([
    ['POINT (1 2)', 'POINT (3 4)'],
    [null, 'POINT (3 4)'],
    ['POINT (1 2)', null],
  ])('moves the geometry back from %s to %s', (before, after) => {
    expect(sidesOf({ old: { geometry: before }, new: { geometry: after } })).toEqual({
      pk: '7',
      method: 'patch',
      old: { geometry: after, attributes: {} },
      new: { geometry: before, attributes: {} },
    })
  })

  test('leaves alone what it had only looked at', () => {
    const parts = {
      old: { geometry: 'POINT (1 2)', attributes: { depth: 12, owner: 'Asha' } },
      new: { attributes: { depth: 14 } },
    }
    expect(sidesOf(parts)).toEqual({
      pk: '7',
      method: 'patch',
      old: { attributes: { depth: 14, owner: 'Asha' } },
      new: { attributes: { depth: 12 } },
    })
  })

  test('does not look for a null that the server never wrote', () => {
    expect(sidesOf({ old: {}, new: { attributes: { depth: null } } })).toEqual({
      pk: '7',
      method: 'patch',
      old: { attributes: {} },
      new: { attributes: {} },
    })
  })

  test('that does not say what it replaced cannot be taken back', () => {
    expect(sidesOf({ old: { attributes: {} } })).toEqual({
      impossible: 'The delta does not say what it replaced: depth.',
    })
    expect(sidesOf({ old: {}, new: { geometry: 'POINT (3 4)' } })).toEqual({
      impossible: 'The delta does not say what it replaced: geometry.',
    })
  })
})

test('a created feature is deleted under the key that it got, unless somebody changed it since', () => {
  const create = {
    method: 'create' as const,
    old: undefined,
    new: { attributes: { fid: 7, depth: 14, note: '7' } },
  }
  expect(sidesOf(create)).toEqual({ pk: '7', method: 'delete', old: create.new, new: undefined })
  expect(sidesOf(create, '12')).toEqual({
    pk: '12',
    method: 'delete',
    old: { attributes: { depth: 14 } },
    new: undefined,
  })
})

test('a deleted feature is created with all it had, under its key', () => {
  const old = { geometry: 'POINT (1 2)', attributes: { fid: 7, depth: 12 } }
  const { new: _new, ...gone } = delta(1, { method: 'delete', old })
  const inverse = invert(gone, '7')
  expect(sides(inverse)).toEqual({ pk: '7', method: 'create', old: undefined, new: old })
  expect(inverse).toMatchObject({ restores: true })
  expect(invert({ ...gone, old: {} }, '7')).toEqual({ impossible: 'The delta does not say what it deleted.' })
})

test('the rest of a delta stays', () => {
  const parts = { exportId: 'x', localLayerName: 'Wells', localLayerCrs: 'EPSG:4326', extra: 1 }
  const inverse = invert(delta(1, parts), '7')
  expect(inverse).toMatchObject({ delta: { ...parts, uuid: delta(1).uuid, localPk: '7', sourcePk: '7' } })
})
