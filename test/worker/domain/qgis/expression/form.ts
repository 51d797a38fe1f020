import type { Level, ListReference, Reference, Scope } from '#worker/domain/qgis/scope.ts'

/** The form whose layers `evaluate.py` builds. */

const choices = [
  { name: 'a', label: 'Apple' },
  { name: 'b', label: 'Bean' },
  { name: 'c', label: "Chef's choice" },
]
const listed: ListReference = { layer: 'list_c', label: 'label', choices }
const mapped: ListReference = { layer: null, label: 'label', choices }
const kids: Level = { at: 'descendant', layers: ['kids'], relation: 'rel_kids' }
const toys: Level = { at: 'descendant', layers: ['kids', 'toys'], relation: 'rel_kids' }

export function field(column: string, type: Reference['type'], more: Partial<Reference> = {}): Reference {
  return { kind: 'field', column, type, multiple: false, list: null, ...more }
}

const select = (column: string, list: ListReference, multiple = false) =>
  field(column, 'text', { list, multiple })

const survey: Record<string, Reference> = {
  s: field('s', 'text'),
  n: field('n', 'integer'),
  d: field('d', 'decimal'),
  neg: field('neg', 'decimal'),
  big: field('big', 'decimal'),
  ed: field('ed', 'decimal'),
  m: select('m', listed, true),
  m1: select('m1', mapped, true),
  m0: select('m0', listed, true),
  me: select('me', mapped, true),
  one: select('one', listed),
  onemap: select('one', mapped),
  e: field('e', 'text'),
  en: field('en', 'integer'),
  dt: field('dt', 'date'),
  edt: field('edt', 'date'),
  ts: field('ts', 'datetime'),
  ets: field('ets', 'datetime'),
  tm: field('tm', 'text'),
  num_s: field('num_s', 'text'),
  b: field('b', 'boolean'),
  f: field('f', 'boolean'),
  eb: field('eb', 'boolean'),
  p1: field('p1', 'text'),
  p2: field('p2', 'text'),
  "o'q": field("o'q", 'text'),
  feature: field('', 'text', { kind: 'geometry' }),
  hello: field('', 'text', { kind: 'note' }),
  group: field('', 'text', { kind: 'group' }),
}

const inKids: Record<string, Reference> = {
  nm: field('nm', 'text'),
  q: field('q', 'integer'),
  born: field('born', 'date'),
}

const withLevel = (references: Record<string, Reference>, level: Level) =>
  Object.fromEntries(Object.entries(references).map(([name, reference]) => [name, { ...reference, level }]))

const repeat = (level: Level): Reference => ({ ...field('', 'text', { kind: 'repeat' }), level })

/** A geo question in a layer of its own, since the form has another before it. */
const shape = (layer: string): Reference => ({
  ...field('', 'text', { kind: 'geometry' }),
  level: { at: 'descendant', layers: [layer], relation: `rel_${layer}` },
  alone: true,
})

const fromSurvey: Record<string, Reference> = {
  ...survey,
  plot: shape('plot'),
  bare: shape('bare'),
  ...withLevel(inKids, kids),
  kids: repeat(kids),
  toys: repeat(toys),
  toy: field('toy', 'text', { level: toys }),
  price: field('price', 'decimal', { level: toys }),
}

const above: Level = { at: 'ancestor', layers: ['survey'], carrier: null }
const ownToys: Level = { at: 'descendant', layers: ['toys'], relation: 'rel_toys' }

const fromKids: Record<string, Reference> = {
  ...withLevel(survey, above),
  ...inKids,
  kids: repeat({ at: 'sibling', layer: 'kids' }),
  toys: repeat(ownToys),
  toy: field('toy', 'text', { level: ownToys }),
  price: field('price', 'decimal', { level: ownToys }),
  carried: field('n', 'integer', { level: { ...above, carrier: '_parent_n' } }),
}

const fromToys: Record<string, Reference> = {
  ...withLevel(survey, { at: 'ancestor', layers: ['kids', 'survey'], carrier: null }),
  ...withLevel(inKids, { at: 'ancestor', layers: ['kids'], carrier: null }),
  toy: field('toy', 'text'),
}

function scope(references: Record<string, Reference>, more: Partial<Scope>): Scope {
  const columns = new Set(['name', 'label', 'region', 'cost'])
  return {
    place: 'default',
    self: null,
    resolve: (name) => (Object.hasOwn(references, name) ? (references[name] ?? null) : null),
    listColumns: more.place === 'choiceFilter' ? columns : null,
    instance: (id) => (id === 'c' ? { layer: 'list_c', columns } : null),
    ...more,
  }
}

/** Seen from the survey layer. */
export function surveyScope(more: Partial<Scope> = {}): Scope {
  return scope(fromSurvey, more)
}

/** Seen from the repeat `kids`. */
export function kidsScope(more: Partial<Scope> = {}): Scope {
  const siblings: Level = { at: 'sibling', layer: 'kids' }
  return scope(fromKids, {
    repeat: 'kids',
    resolvePath: ({ up, names }) => {
      const name = names.at(-1) ?? ''
      const reference = fromKids[name] ?? null
      // `../../kids/q` leaves the row: all siblings are meant.
      return up > 1 && names[0] === 'kids' && reference !== null
        ? { ...reference, level: siblings }
        : reference
    },
    ...more,
  })
}

/** Seen from the repeat `toys` inside `kids`. */
export function toysScope(more: Partial<Scope> = {}): Scope {
  return scope(fromToys, { repeat: 'toys', ...more })
}
