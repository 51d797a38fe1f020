import type { Delta, StrictWarning } from '#worker/api/deltas.ts'
import type { ChangesPlan, ChangesReport, PlannedChange } from '#worker/domain/delta/plan.ts'

export type Feature = Record<string, unknown>

/** A layer with the key column `fid`, as GeoPackage has it: keys are given once. */
export interface Layer {
  features: Map<string, Feature>
  lastKey: number
}

export function copyOf(layer: Layer): Layer {
  return structuredClone(layer)
}

/** What the session does with a plan, in the simplest way: one layer, values as they come, `geometry` beside them. */
export function change(layer: Layer, plan: Pick<ChangesPlan, 'deltas'>): ChangesReport {
  const deltas = plan.deltas.map((planned) => ({
    number: planned.number,
    layerName: 'Wells',
    conflicts: [],
    strict: doubts(layer, planned),
    ...applyOne(layer, planned),
  }))
  return { deltas, broken: null, layers: [] }
}

/** The server never looks at the old geometry: what it replaces may be another. */
function doubts(layer: Layer, { delta: { method, old }, pk }: PlannedChange): StrictWarning[] {
  const isStale =
    method === 'patch' && old?.geometry !== undefined && old.geometry !== layer.features.get(pk)?.['geometry']
  return isStale ? [{ code: 'staleGeometry', params: {} }] : []
}

type Verdict = Pick<ChangesReport['deltas'][number], 'status' | 'message' | 'modifiedPk'>
const refused = (status: 'conflict' | 'not_applied'): Verdict => ({
  status,
  message: status,
  modifiedPk: null,
})
const done = (modifiedPk: string): Verdict => ({ status: 'applied', message: '', modifiedPk })

function applyOne(layer: Layer, { delta, pk, restores }: PlannedChange): Verdict {
  if (delta.method === 'create') return create(layer, delta, restores === true ? pk : null)
  const feature = layer.features.get(pk)
  if (feature === undefined) return refused('not_applied')
  const old = Object.entries(delta.old?.attributes ?? {})
  if (old.some(([name, value]) => name in feature && feature[name] !== value)) return refused('conflict')
  const changed = { ...feature, ...valuesOf(delta) }
  if (String(changed['fid']) !== pk && layer.features.has(String(changed['fid'])))
    return refused('not_applied')
  layer.features.delete(pk)
  return delta.method === 'delete' ? done(pk) : put(layer, changed)
}

function create(layer: Layer, delta: Delta, wanted: string | null): Verdict {
  const values = { geometry: null, depth: null, name: null, ...valuesOf(delta) }
  const asked = wanted ?? String(values.fid)
  return put(layer, { ...values, fid: layer.features.has(asked) ? layer.lastKey + 1 : Number(asked) })
}

function put(layer: Layer, feature: Feature): Verdict {
  const pk = String(feature['fid'])
  layer.features.set(pk, feature)
  layer.lastKey = Math.max(layer.lastKey, Number(pk))
  return done(pk)
}

function valuesOf({ new: now }: Delta): Feature & { fid?: unknown } {
  return { ...now?.attributes, ...(now?.geometry === undefined ? {} : { geometry: now.geometry }) }
}
