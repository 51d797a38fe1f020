import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { columnOf, nameColumns, placeOf } from '#worker/domain/xlsform/column-names.ts'
import type { FormLayer, FormNode, Group, Question } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'

const geometryTypes = new Set<QuestionType>(['geopoint', 'geotrace', 'geoshape'])
/** Questions that leave nothing in the table. */
const columnless = new Set<QuestionType>([
  'note',
  'audit',
  'background-audio',
  'external',
  'osm',
  'include',
  'feature',
])

/** Names that tables of the project must not take. */
const usedTables = ['survey', 'tasks', 'basemap', 'openstreetmap']

/**
 * Cuts the form's tree into layers: the survey, and one for each repeat. The first geo question of a layer is its
 * geometry; a second point is kept as text, a second line or area gets a layer of its own.
 */
export function cutLayers(root: FormNode[], issues: IssueList): FormLayer[] {
  const layers: FormLayer[] = []
  const tables = new Set(usedTables)
  cut(root, null, null)
  for (const layer of layers) {
    const stores = (question: Question) => question !== layer.geometry && !columnless.has(question.type)
    nameColumns(layer.questions, stores, issues)
  }
  return layers

  function cut(children: FormNode[], repeat: Group | null, parent: FormLayer | null): void {
    const layer: FormLayer = {
      table: repeat === null ? 'survey' : freeTable(repeat.name, tables),
      repeat,
      parent,
      root: children,
      questions: [],
      geometry: null,
    }
    layers.push(layer)
    const repeats: Group[] = []
    layer.root = children.map((node) => collect(node, layer, repeats))
    for (const child of repeats) cut(child.children, child, layer)
  }

  function collect(node: FormNode, layer: FormLayer, repeats: Group[]): FormNode {
    if (node.kind === 'group') {
      if (node.control === 'repeat') repeats.push(node)
      else node.children = node.children.map((child) => collect(child, layer, repeats))
      return node
    }
    if (!geometryTypes.has(node.type)) layer.questions.push(node)
    else if (layer.geometry === null) {
      layer.geometry = node
      layer.questions.push(node)
      for (const key of ['relevant', 'constraint', 'calculation', 'default'] as const) {
        const cell = node.cells[key]
        if (cell) issues.add('geometry.ruleIgnored', { ...cell, question: node.name }, { column: key })
      }
    } else if (node.type === 'geopoint') {
      layer.questions.push(node)
      issues.add('geometry.extra', placeOf(node), { name: node.name })
    } else {
      issues.add('geometry.layer', placeOf(node), { name: node.name })
      const own = wrap(node)
      repeats.push(own)
      return own
    }
    return node
  }
}

/** A repeat around one geo question: its layer holds the shape. */
function wrap(question: Question): Group {
  const { relevant } = question.cells
  const inner: Question = { ...question, cells: { ...question.cells } }
  delete inner.cells.relevant
  const group: Group = {
    kind: 'group',
    control: 'repeat',
    ofLoop: false,
    sheet: question.sheet,
    row: question.row,
    name: question.name,
    label: question.label,
    cells: relevant ? { relevant } : {},
    appearance: [],
    groups: question.groups,
    children: [inner],
  }
  inner.groups = [...question.groups, group]
  return group
}

function freeTable(name: string, tables: Set<string>): string {
  const own = columnOf(name)
  let table = own
  for (let number = 2; tables.has(table.toLowerCase()); number += 1) table = `${own}_${number}`
  tables.add(table.toLowerCase())
  return table
}
