import type { Delta, DeltaSide } from '#worker/api/deltas.ts'
import type { PlannedChange } from '#worker/domain/delta/plan.ts'

/** What undoes a delta, or why nothing can. */
export type Inversion = Omit<PlannedChange, 'number'> | { impossible: string }

/**
 * What undoes a delta that was applied. A feature that it created is deleted, one that it deleted is created again
 * with all it had and under its key, one that it changed is changed back. What the delta set becomes `old` of its
 * inverse, so that a change that somebody made since is a conflict and not lost.
 *
 * `pk`: the feature's key in the layer; `replaced`: what was there that the delta does not remember.
 */
export function invert(told: Delta, pk: string, replaced?: DeltaSide): Inversion {
  const delta = replaced === undefined ? told : { ...told, old: asFound(told.old ?? {}, replaced) }
  switch (delta.method) {
    case 'create':
      return invertCreate(delta, pk)
    case 'delete':
      return invertDelete(delta, pk)
    case 'patch':
      return invertPatch(delta, pk)
  }
}

/** The former state as it really was. */
function asFound(old: DeltaSide, replaced: DeltaSide): DeltaSide {
  return { ...old, ...replaced, attributes: { ...old.attributes, ...replaced.attributes } }
}

function invertCreate(delta: Delta, pk: string): Inversion {
  const sides = { old: withoutKey(delta.new ?? {}, delta.localPk, pk), new: undefined }
  return { pk, delta: withSides(delta, 'delete', sides) }
}

/** The device's key of a feature that got another one is no value to look for: it would always be a conflict. */
function withoutKey(side: DeltaSide, localPk: string, pk: string): DeltaSide {
  if (side.attributes === undefined || localPk === pk) return side
  const kept = Object.entries(side.attributes).filter(([, value]) => textOf(value) !== localPk)
  return { ...side, attributes: Object.fromEntries(kept) }
}

/** Long numbers are objects that only JSON can write. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : JSON.stringify(value)

function invertDelete(delta: Delta, pk: string): Inversion {
  if (delta.old?.attributes === undefined) return { impossible: 'The delta does not say what it deleted.' }
  return { pk, restores: true, delta: withSides(delta, 'create', { old: undefined, new: delta.old }) }
}

function invertPatch(delta: Delta, pk: string): Inversion {
  const { old = {}, new: now = {} } = delta
  const before = old.attributes ?? {}
  // The server compares new with old, and a value that is missing there is null to it: nothing was written.
  const after = Object.entries(now.attributes ?? {}).filter(
    ([name, value]) => name in before || value !== null,
  )
  const unknown = after.map(([name]) => name).filter((name) => !(name in before))
  if ('geometry' in now && !('geometry' in old)) unknown.push('geometry')
  if (unknown.length > 0) {
    return { impossible: `The delta does not say what it replaced: ${unknown.join(', ')}.` }
  }
  // What stands in `old` alone was looked at and not changed: it is only looked at again.
  const back: DeltaSide = {
    ...old,
    attributes: Object.fromEntries(after.map(([name]) => [name, before[name]])),
  }
  if (!('geometry' in now)) delete back.geometry
  const there: DeltaSide = { ...now, attributes: { ...before, ...Object.fromEntries(after) } }
  return { pk, delta: withSides(delta, 'patch', { old: there, new: back }) }
}

function withSides(
  { old: _old, new: _new, ...rest }: Delta,
  method: Delta['method'],
  sides: { old: DeltaSide | undefined; new: DeltaSide | undefined },
): Delta {
  return {
    ...rest,
    method,
    ...(sides.old === undefined ? {} : { old: sides.old }),
    ...(sides.new === undefined ? {} : { new: sides.new }),
  }
}
