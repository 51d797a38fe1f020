import type { Delta, DeltaSide } from '#worker/api/deltas.ts'
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
export function change(
  layer: Layer,
  plan: Pick<ChangesPlan, 'deltas'> & { overwriteConflicts?: boolean },
): ChangesReport {
  const deltas = plan.deltas.map((planned) => ({
    number: planned.number,
    layerName: 'Wells',
    conflicts: [],
    strict: [],
    ...withReplaced(layer, planned, (found) => applyOne(found, planned, plan.overwriteConflicts === true)),
  }))
  return { deltas, broken: null, committed: [], layers: [] }
}

/** What was there that the delta does not remember: the server overwrites, and never looks at the old geometry. */
function withReplaced(layer: Layer, { delta, pk }: PlannedChange, apply: (layer: Layer) => Verdict) {
  const { geometry, ...there } = layer.features.get(pk) ?? {}
  const verdict = apply(layer)
  if (delta.method === 'create' || verdict.status !== 'applied') return verdict
  const { old = {}, new: now = {} } = delta
  const names =
    delta.method === 'delete' ? Object.keys(there) : Object.keys({ ...old.attributes, ...now.attributes })
  const attributes = names
    .filter((name) => name in there && old.attributes?.[name] !== there[name])
    .map((name) => [name, there[name]])
  const isElsewhere = (delta.method === 'delete' || 'geometry' in now) && old.geometry !== geometry
  const replaced: DeltaSide = {
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
    ...(isElsewhere ? { geometry: geometry as string | null } : {}),
  }
  return Object.keys(replaced).length > 0 ? { ...verdict, replaced } : verdict
}

type Verdict = Pick<ChangesReport['deltas'][number], 'status' | 'message' | 'modifiedPk'>
const refused = (status: 'conflict' | 'not_applied'): Verdict => ({
  status,
  message: status,
  modifiedPk: null,
})
const done = (modifiedPk: string): Verdict => ({ status: 'applied', message: '', modifiedPk })

function applyOne(layer: Layer, { delta, pk, restores }: PlannedChange, overwrite: boolean): Verdict {
  if (delta.method === 'create') return create(layer, delta, restores === true ? pk : null)
  const feature = layer.features.get(pk)
  if (feature === undefined) return refused('not_applied')
  const old = Object.entries(delta.old?.attributes ?? {})
  if (!overwrite && old.some(([name, value]) => name in feature && feature[name] !== value))
    return refused('conflict')
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
