import { now } from '#test/renderer/harness/samples.ts'
import type { Delta, DeltaStatus, KeptDelta } from '#worker/api/deltas.ts'

const square = (x: number, y: number, size: number) =>
  `MULTIPOLYGON(((${x} ${y}, ${x + size} ${y}, ${x + size} ${y + size}, ${x} ${y + size}, ${x} ${y})))`

const statuses: DeltaStatus[] = ['applied', 'applied', 'conflict', 'applied', 'not_applied', 'applied']

/** The n-th change: points that move, parcels that change their outline, visits that go. */
export function delta(number: number): Delta {
  const [x, y] = [85.3 + (number % 50) / 1000, 27.7 + (number % 31) / 1000]
  const place = { localLayerCrs: 'EPSG:4326', sourcePk: `${number + 1}`, localPk: `${number + 1}` }
  const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const of = (name: string) => ({
    ...place,
    uuid,
    localLayerId: `${name}_1`,
    sourceLayerId: `${name}_1`,
    localLayerName: name,
  })
  if (number % 3 === 0) {
    return {
      ...of('Water points'),
      method: 'patch',
      old: {
        geometry: `POINT(${x} ${y})`,
        attributes: { state: 'broken', depth: 12.5, note: null },
      },
      new: {
        geometry: `POINT(${x + 0.0004} ${y + 0.0002})`,
        attributes: {
          state: 'works',
          depth: 12.5,
          note: 'New pump since October; the old one is behind the house.',
        },
        files_sha256: { 'DCIM/pump-12.jpg': 'd'.repeat(64) },
      },
    }
  }
  if (number % 3 === 1) {
    return {
      ...of('Parcels'),
      method: 'create',
      new: { geometry: square(x, y, 0.001), attributes: { owner: 'आशा', area: 120, paid: true } },
    }
  }
  return {
    ...of('Visits'),
    method: 'delete',
    old: { geometry: null, attributes: { day: '2026-11-20', who: 'Asha' } },
  }
}

export const kept = (count: number): KeptDelta[] =>
  Array.from({ length: count }, (_, index) => {
    const content = delta(index)
    const status = statuses[index % statuses.length]!
    return {
      uuid: content.uuid,
      deltaFileId: 'd1a40bc4-2b1e-4a35-9d5c-2a9a5e5a7f10',
      index,
      content,
      status: index > count - 4 ? 'pending' : status,
      message: status === 'conflict' ? 'There are conflicts with the already existing feature!' : '',
      modifiedPk: null,
      conflicts:
        status === 'conflict' ? ['The attribute "state" that has a conflict:\n- broken\n+ removed'] : [],
      strict: index % 4 === 0 ? [{ code: 'noOldAttributes', params: {} }] : [],
      jobId: 'changes',
      createdAt: now,
      updatedAt: now,
    }
  })
