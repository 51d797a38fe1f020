import { levelOf } from '#worker/domain/qgis/form-level.ts'
import { referenceTo, type FormNames } from '#worker/domain/qgis/form-names.ts'
import type { Place, Reference, Scope, ValueType } from '#worker/domain/qgis/scope.ts'
import type {
  Carrier,
  ChoiceList,
  ColumnType,
  FormLayer,
  FormModel,
  Group,
  Question,
} from '#worker/domain/xlsform/model.ts'

/** What the scopes of one form read and write while its expressions are translated. */
export interface ScopeState {
  model: FormModel
  names: FormNames
  types: Map<Question, ColumnType>
  carriers: Map<FormLayer, Carrier[]>
}

export interface Owner {
  node: Question | Group | null
  layer: FormLayer
}

/** Id of the relation from a repeat's layer to its parent's. */
export function relationId(layerName: string): string {
  return `rel_${layerName}`
}

/** What an expression of that owner may see. */
export function scopeOf(state: ScopeState, owner: Owner, place: Place, result?: ValueType): Scope {
  const { names } = state
  const node = owner.node?.kind === 'question' ? owner.node : null
  const list = place === 'choiceFilter' ? (node?.list ?? null) : null
  return {
    place,
    self: node === null ? null : resolveFrom(state, owner, place, node.name, node),
    resolve: (name) => resolveFrom(state, owner, place, name, null),
    listColumns: list === null ? null : new Set(['name', 'label', ...list.sheetColumns]),
    ...(list === null ? {} : { listName: list.name }),
    instance: (id) => instanceOf(state.model, id),
    repeat: owner.layer.repeat === null ? null : names.layerName(owner.layer),
    ...(result === undefined ? {} : { result }),
  }
}

function resolveFrom(
  state: ScopeState,
  owner: Owner,
  place: Place,
  name: string,
  self: Question | null,
): Reference | null {
  const found = state.names.find(name, owner.node)
  if (found === null) return null
  const entry = self === null ? found : { ...found, node: self, layer: owner.layer }
  const type = entry.node.kind === 'question' ? state.types.get(entry.node) : undefined
  const reference = referenceTo(entry, type ?? 'text')
  if (entry.kind === 'group') return reference
  if (entry.kind === 'repeat' && entry.layer === owner.layer) {
    return { ...reference, level: { at: 'sibling', layer: state.names.layerName(owner.layer) } }
  }
  const nameOf = (layer: FormLayer) => state.names.layerName(layer)
  const level = levelOf(owner.layer, entry.layer, nameOf, (child) => relationId(nameOf(child)))
  if (level === null) return null
  if (level.at === 'ancestor' && place === 'choiceFilter' && reference.kind === 'field') {
    return { ...reference, level: { ...level, carrier: carry(state, owner.layer, entry.layer, reference) } }
  }
  return { ...reference, level }
}

/** The hidden column of a repeat that holds an answer of the form above it: filters cannot look up. */
function carry(state: ScopeState, layer: FormLayer, from: FormLayer, reference: Reference): string | null {
  // Only the direct parent is in reach while a child is created.
  if (layer.parent !== from) return null
  const column = `_parent_${reference.column}`
  const carriers = state.carriers.get(layer) ?? []
  if (!carriers.some((carrier) => carrier.column === column)) {
    const value = reference.column.replaceAll("'", "''")
    const carrier = { column, expression: `current_parent_value('${value}')`, type: reference.type }
    state.carriers.set(layer, [...carriers, carrier])
  }
  return column
}

function instanceOf(model: FormModel, id: string): { layer: string; columns: ReadonlySet<string> } | null {
  const list: ChoiceList | null = model.lists.get(id) ?? model.findFile(id)
  if (list === null) return null
  list.inProject = true
  return { layer: list.table, columns: new Set(['name', 'label', ...list.columns]) }
}
