import { describe, expect, test } from 'vitest'
import { judgeAudit } from '#worker/domain/package/judge-audit.ts'
import type { AuditReport, PackagePlan, PackageReport, PlannedLayer } from '#worker/domain/package/plan.ts'

const planned = (layer: Partial<PlannedLayer> = {}): PlannedLayer => ({
  id: 'a',
  name: 'A',
  action: 'offline',
  file: 'data.gpkg',
  table: 'a',
  primaryKey: 'fid',
  readOnly: false,
  isKeyless: false,
  isOnline: false,
  ...layer,
})

const plan = (...layers: PlannedLayer[]): PackagePlan => ({
  projectFile: 'p_qfield.qgz',
  database: 'data.gpkg',
  area: null,
  layers,
  files: [],
})

const report = (expected: number | null = 3, forms: PackageReport['forms'] = []): PackageReport => ({
  layers: [{ id: 'a', expected, written: expected, table: 'a', messages: [] }],
  forms,
})

const audit = (
  layer: Partial<AuditReport['layers'][number]> | null = {},
  rest: Partial<AuditReport> = {},
): AuditReport => ({
  layers:
    layer === null
      ? []
      : [
          {
            id: 'a',
            name: 'A',
            isValid: true,
            error: '',
            file: 'data.gpkg',
            count: 3,
            geometry: 'Point',
            ...layer,
          },
        ],
  outside: [],
  forms: [],
  ...rest,
})

const problem = { layerId: 'a', problem: 'Layer "A", x: its list is missing', target: 'b' }

describe('a package', () => {
  test('that is as planned', () => {
    expect(judgeAudit(plan(planned()), report(), audit())).toMatchObject({
      error: null,
      lines: [],
      layers: [{ id: 'a', expected: 3, packaged: 3, table: 'a' }],
    })
  })

  test.each([
    ['a missing layer', audit(null)],
    ['an invalid layer', audit({ isValid: false, count: null })],
    ['a layer of another file', audit({ file: 'other.gpkg' })],
  ])('with %s has lost it', (_, seen) => {
    const { error } = judgeAudit(plan(planned()), report(), seen)
    expect(error?.data).toMatchObject({ code: 'package.layerLost', params: { layers: 'A', count: 1 } })
  })

  test('with fewer or more features differs', () => {
    for (const count of [0, 2, 4]) {
      const { error } = judgeAudit(plan(planned()), report(), audit({ count }))
      expect(error?.data).toMatchObject({
        code: 'package.countDiffers',
        params: { layer: 'A', expected: 3, packaged: count },
      })
    }
  })

  test('with a form that was sound before is not', () => {
    const { error } = judgeAudit(plan(planned()), report(), audit({}, { forms: [problem] }))
    expect(error?.data).toMatchObject({
      code: 'package.notSound',
      params: { first: problem.problem, count: 1 },
    })
  })

  test('is no worse than its project', () => {
    const { error, lines } = judgeAudit(
      plan(planned()),
      report(3, [problem]),
      audit({}, { forms: [problem] }),
    )
    expect(error).toBeNull()
    expect(lines).toEqual([problem.problem])
  })

  test('may miss what was left out', () => {
    const gone = planned({ id: 'b', name: 'B', action: 'remove', file: null, table: null })
    const { error, layers } = judgeAudit(plan(planned(), gone), report(), audit({}, { forms: [problem] }))
    expect(error).toBeNull()
    expect(layers[1]).toMatchObject({ action: 'remove', file: null, expected: null, packaged: null })
  })

  test('with a source outside is not sound; other paths are only told', () => {
    const outside = (isSource: boolean) =>
      audit({}, { outside: [{ where: 'Layer "A"', path: '/home/ana', isSource }] })
    expect(judgeAudit(plan(planned()), report(), outside(true)).error?.code).toBe('package.notSound')
    const { error, lines } = judgeAudit(plan(planned()), report(), outside(false))
    expect(error).toBeNull()
    expect(lines).toHaveLength(1)
  })

  test('holds services that nobody can look at without a connection', () => {
    const online = planned({ action: 'no_action', file: null, table: null, isOnline: true })
    expect(
      judgeAudit(plan(online), report(null), audit({ isValid: false, file: null, count: null })).error,
    ).toBeNull()
  })

  test('has lost a virtual layer that no longer works', () => {
    const virtual = planned({ action: 'no_action', file: null, table: null })
    const { error } = judgeAudit(plan(virtual), report(), audit({ isValid: false, file: null, count: null }))
    expect(error?.code).toBe('package.layerLost')
  })
})
