import { expect, test } from 'vitest'
import { clientKey, featureKey, keyMapOf } from '#worker/domain/delta/key-map.ts'
import { delta, deltaFile, device } from '#test/worker/domain/delta/deltas.ts'

const tree = delta(1, { localPk: '1', sourcePk: '1', localLayerId: 'trees', sourceLayerId: 'trees' })
const well = delta(2, { localPk: '1', sourcePk: '1' })

test('a feature that a device made is found under the key that it got', () => {
  const keys = new Map([[`${device}__wells__1`, '12']])
  expect(featureKey(well, keys)).toBe('12')
})

test('equal keys of two layers or two devices are two features', () => {
  const keys = new Map([[`${device}__wells__1`, '12']])
  expect(featureKey(tree, keys)).toBe('1')
  expect(featureKey({ ...well, clientId: 'cccccccc-0000-4000-8000-000000000000' }, keys)).toBe('1')
})

test('a file’s own keys count where this ledger knows none, also as servers wrote them before 2025-08', () => {
  const file = deltaFile([], { clientPks: { [`${device}__wells__1`]: '12', [`${device}__1`]: '13' } })
  expect(featureKey(well, keyMapOf(new Map(), [file]))).toBe('12')
  expect(featureKey(tree, keyMapOf(new Map(), [file]))).toBe('13')
  expect(featureKey(well, keyMapOf(new Map([[`${device}__wells__1`, '14']]), [file]))).toBe('14')
})

test('without a device the source’s key is all there is', () => {
  const { clientId: _device, ...bare } = well
  expect(clientKey(bare)).toBeNull()
  expect(featureKey({ ...bare, sourcePk: '9' }, new Map([['undefined__wells__1', '12']]))).toBe('9')
})
