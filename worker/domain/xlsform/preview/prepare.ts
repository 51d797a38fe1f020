import { indexNames, type FormNames } from '#worker/domain/qgis/form-names.ts'
import { orderForm } from '#worker/domain/qgis/order-form.ts'
import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import type {
  CellKey,
  CompiledForm,
  FormLayer,
  FormNode,
  Group,
  Question,
} from '#worker/domain/xlsform/model.ts'
import type { Expression } from '#worker/domain/xpath/ast.ts'
import { isDynamic } from '#worker/domain/xpath/dynamic.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

export type Rule =
  'relevant' | 'constraint' | 'required' | 'readonly' | 'calculation' | 'default' | 'choice_filter'

/** A parsed cell: an expression, a text that stands for itself (a literal default), or what is wrong with it. */
export type Parsed =
  | { kind: 'expression'; ast: Expression }
  | { kind: 'literal'; text: string }
  | { kind: 'broken'; problem: ExpressionProblem }

/** A form made ready to be evaluated again and again. */
export interface PreparedForm {
  form: CompiledForm
  names: FormNames
  survey: FormLayer
  layerOf: ReadonlyMap<Group, FormLayer>
  /** A layer's questions, each calculation after those it reads. */
  orderOf: ReadonlyMap<FormLayer, Question[]>
  rule(node: FormNode, rule: Rule): Parsed | null
}

const words: ReadonlyMap<string, string> = new Map([
  ['yes', 'true()'],
  ['true', 'true()'],
  ['no', 'false()'],
  ['false', 'false()'],
])

/** Parses what the preview evaluates; null for a form without a layer, which the compiler never makes. */
export function prepareForm(form: CompiledForm): PreparedForm | null {
  const [survey] = form.layers
  if (survey === undefined) return null
  const names = indexNames(form, { survey: 'survey', suffix: '' })
  const parsed = new Map<FormNode, Map<CellKey, Parsed | null>>()
  const rule = (node: FormNode, key: Rule): Parsed | null => {
    const known = parsed.get(node) ?? new Map<CellKey, Parsed | null>()
    parsed.set(node, known)
    const found = known.get(key)
    if (found !== undefined) return found
    const fresh = parseRule(node.cells[key]?.text ?? '', key)
    known.set(key, fresh)
    return fresh
  }
  const layerOf = new Map(
    form.layers.flatMap((layer): [Group, FormLayer][] => (layer.repeat ? [[layer.repeat, layer]] : [])),
  )
  const { order } = orderForm(form, names, null)
  const orderOf = new Map(
    form.layers.map((layer) => {
      const own = new Set(layer.questions)
      return [layer, order.filter((question) => own.has(question))]
    }),
  )
  return { form, names, survey, layerOf, orderOf, rule }
}

function parseRule(text: string, key: Rule): Parsed | null {
  if (text.trim() === '') return null
  if (key === 'default' && !isDynamic(text)) {
    return { kind: 'literal', text: text.trim().replace(/^(['"])(.*)\1$/su, '$2') }
  }
  const parsed = parseXPath(words.get(text.trim().toLowerCase()) ?? text)
  return parsed.ok ? { kind: 'expression', ast: parsed.ast } : { kind: 'broken', problem: parsed.problem }
}

/** Names of the groups around a node and its own, with `/` between. */
export function keyOf(node: FormNode): string {
  return [...node.groups, node].map(({ name }) => name).join('/')
}
