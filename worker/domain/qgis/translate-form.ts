import { columnType } from '#worker/domain/qgis/column-types.ts'
import { defaultValue, type DefaultValue } from '#worker/domain/qgis/default-value.ts'
import { quoteColumn } from '#worker/domain/qgis/expression/term.ts'
import { indexNames, type LayerNames } from '#worker/domain/qgis/form-names.ts'
import { scopeOf, type Owner, type ScopeState } from '#worker/domain/qgis/form-scope.ts'
import { orderForm } from '#worker/domain/qgis/order-form.ts'
import { translateCell } from '#worker/domain/qgis/translate-cells.ts'
import { translateNode } from '#worker/domain/qgis/translate-node.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type {
  FormLayer,
  FormModel,
  FormNode,
  Question,
  Translated,
  TranslatedForm,
} from '#worker/domain/xlsform/model.ts'

/** Attachments are kept when their question becomes irrelevant: a photo cannot be taken again. */
const keptWhenHidden = new Set<Question['type']>(['image', 'audio', 'video', 'file'])

/**
 * Translates every expression of a form for one set of layer names.
 *
 * @param issues null says nothing, for a second translation of the same form
 */
export function translateForm(
  model: FormModel,
  layerNames: LayerNames,
  issues: IssueList | null,
): TranslatedForm {
  const names = indexNames(model, layerNames)
  const state: ScopeState = { model, names, types: new Map(), carriers: new Map() }
  const owners = new Map<FormNode, Owner>()
  for (const layer of model.layers) {
    for (const question of layer.questions) {
      owners.set(question, { node: question, layer })
      state.types.set(question, columnType(question))
      for (const group of question.groups) if (!owners.has(group)) owners.set(group, ownerOf(group, layer))
    }
  }
  const { order, broken } = orderForm(model, names, issues)

  // Values first: what a calculation gives decides how its readers are written.
  const values = new Map<Question, DefaultValue>()
  for (const question of order) {
    const owner = owners.get(question)
    if (owner === undefined || broken.has(question)) continue
    const value = defaultValue(state, question, owner, issues)
    values.set(question, value)
    state.types.set(question, value.type)
  }
  const nodes = new Map<FormNode, Translated>()
  for (const [node, owner] of owners) nodes.set(node, translateNode(state, node, owner, issues))
  for (const [question, { value, reuseLast }] of values) {
    const node = nodes.get(question)
    if (node) nodes.set(question, { ...node, reuseLast, default: value ?? clearing(question, nodes) })
  }
  return {
    words: model.words.own,
    nodes,
    types: state.types,
    columns: new Map(model.layers.map((layer) => [layer, columnsOf(layer, order)])),
    carriers: state.carriers,
    displayExpression: instanceName(state, issues),
  }
}

/** A repeat's relevance is evaluated in the layer that it stands in. */
function ownerOf(group: Exclude<Owner['node'], Question | null>, layer: FormLayer): Owner {
  return { node: group, layer: layer.repeat === group && layer.parent !== null ? layer.parent : layer }
}

/** As ODK does at the end: an answer whose question is no longer relevant is emptied. */
function clearing(question: Question, nodes: ReadonlyMap<FormNode, Translated>): Translated['default'] {
  const guards = guardsOf(question, nodes)
  if (guards.length === 0 || question.column === null || keptWhenHidden.has(question.type)) return null
  const expression = `if(${guards.map((guard) => `(${guard})`).join(' and ')},${quoteColumn(question.column)},NULL)`
  return { expression, onUpdate: true }
}

/** Relevances of a question or repeat and of the groups around it, inside the layer that it stands in. */
export function guardsOf(node: FormNode, nodes: ReadonlyMap<FormNode, Translated>): string[] {
  const from = node.groups.findLastIndex((group) => group.control === 'repeat') + 1
  return [...node.groups.slice(from), node].flatMap((one) => nodes.get(one)?.guard ?? [])
}

function columnsOf(layer: FormLayer, order: Question[]): Question[] {
  const own = new Set(layer.questions)
  return order.filter((question) => own.has(question) && question.column !== null)
}

function instanceName(state: ScopeState, issues: IssueList | null): string | null {
  const cell = state.model.settings['instance_name']
  const [layer] = state.model.layers
  if (!cell || !layer) return null
  const scope = scopeOf(state, { node: null, layer }, 'default', 'text')
  return translateCell({ cell, role: 'instance_name', scope, question: null, issues })?.expression ?? null
}
