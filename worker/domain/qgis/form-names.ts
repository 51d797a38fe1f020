import type { ListReference, Reference } from '#worker/domain/qgis/scope.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type {
  ChoiceList,
  ColumnType,
  FormLayer,
  FormModel,
  Group,
  Question,
} from '#worker/domain/xlsform/model.ts'

/** Names of the project's layers: those of a second survey layer (mixed geometries) carry its suffix. */
export interface LayerNames {
  survey: string
  suffix: string
}

interface Entry {
  node: Question | Group
  layer: FormLayer
  kind: Reference['kind']
}

/** Where the names of a form lead, seen from any of its questions. */
export interface FormNames {
  /** The question, group or repeat that `${name}` means there; the nearest one where a name stands twice. */
  find(name: string, from: Question | Group | null): Entry | null
  question(name: string, from: Question): Question | null
  layerName(layer: FormLayer): string
}

export function indexNames(model: FormModel, names: LayerNames): FormNames {
  const entries = new Map<string, Entry[]>()
  const add = (name: string, entry: Entry) => entries.set(name, [...(entries.get(name) ?? []), entry])
  for (const layer of model.layers) {
    if (layer.repeat && !holdsOneShape(layer))
      add(layer.repeat.name, { node: layer.repeat, layer, kind: 'repeat' })
    for (const question of layer.questions) {
      add(question.name, { node: question, layer, kind: kindOf(question, layer) })
      for (const group of question.groups) {
        const known = entries.get(group.name)?.some((entry) => entry.node === group)
        if (group.control === 'group' && !known) add(group.name, { node: group, layer, kind: 'group' })
      }
    }
  }
  const find: FormNames['find'] = (name, from) => {
    const [first, ...others] = entries.get(name) ?? []
    if (first === undefined || others.length === 0 || from === null) return first ?? null
    return [first, ...others].reduce((best, next) => (near(next, from) > near(best, from) ? next : best))
  }
  return {
    find,
    question: (name, from) => {
      const node = find(name, from)?.node
      return node?.kind === 'question' ? node : null
    },
    layerName: (layer) => (layer.repeat === null ? names.survey : `${layer.table}${names.suffix}`),
  }
}

/** How a question of the same layer is read. */
export function referenceTo(entry: Entry, type: ColumnType): Reference {
  const { node, kind, layer } = entry
  const question = node.kind === 'question' ? node : null
  return {
    kind,
    column: question?.column ?? '',
    type,
    multiple: question !== null && isMultiple(question),
    list: question?.list ? listReference(question.list) : null,
    ...(kind === 'geometry' && holdsOneShape(layer) ? { alone: true } : {}),
  }
}

/** A layer that was made for one geo question beside another, and not for a repeat of the form. */
function holdsOneShape({ repeat, geometry }: FormLayer): boolean {
  return repeat !== null && geometry !== null && repeat.row === geometry.row
}

function listReference(list: ChoiceList): ListReference {
  return { layer: list.inProject ? list.table : null, label: 'label', choices: list.choices }
}

function kindOf(question: Question, layer: FormLayer): Reference['kind'] {
  if (question === layer.geometry) return 'geometry'
  return question.column === null ? 'note' : 'field'
}

/** Number of groups that both stand in. */
function near(entry: Entry, from: Question | Group): number {
  const own = from.kind === 'group' ? [...from.groups, from] : from.groups
  let depth = 0
  while (depth < own.length && own[depth] === entry.node.groups[depth]) depth += 1
  return depth
}
