import type {
  FieldPlan,
  FormElement,
  LayerPlan,
  ProjectPlan,
  VectorLayerPlan,
} from '#worker/domain/qgis/plan.ts'

/** One place of a plan that holds an expression. */
export interface Slot {
  /** The same for the same plan. */
  id: string
  expression: string
  /** Columns that it may read. */
  fields: { name: string; type: string }[]
  role: 'default' | 'constraint' | 'alias' | 'editable' | 'filter' | 'visible' | 'text' | 'display' | 'label'
  /** Column or element that it belongs to. */
  subject: string
}

type Keep = (slot: Slot) => boolean

/** The plan with only the expressions that `keep` wants; every one is asked for, in the plan's order. */
export function siftExpressions(plan: ProjectPlan, keep: Keep): ProjectPlan {
  const tables = new Map(plan.layers.map((layer) => [layer.name, layer]))
  return { ...plan, layers: plan.layers.map((layer) => siftLayer(layer, tables, keep)) }
}

function siftLayer(layer: LayerPlan, tables: Map<string, LayerPlan>, keep: Keep): LayerPlan {
  if (layer.kind !== 'vector') return layer
  const fields = columnsOf(layer)
  const ask = (role: Slot['role'], subject: string, expression: string, of = fields) =>
    keep({ id: `${layer.name}/${role}/${subject}`, expression, fields: of, role, subject })
  const { displayExpression, label } = layer
  return {
    ...layer,
    fields: layer.fields.map((field) => siftField(field, tables, ask)),
    form: siftForm(layer.form, '', ask),
    displayExpression:
      displayExpression !== null && ask('display', layer.name, displayExpression) ? displayExpression : null,
    label: label !== null && ask('label', layer.name, label.expression) ? label : null,
  }
}

type Ask = (role: Slot['role'], subject: string, expression: string, of?: Slot['fields']) => boolean

function siftField(field: FieldPlan, tables: Map<string, LayerPlan>, ask: Ask): FieldPlan {
  const { name, default: fill, constraint, aliasExpression, editableExpression } = field
  return {
    ...field,
    widget: siftWidget(field, tables, ask),
    default: fill !== null && ask('default', name, fill.expression) ? fill : null,
    constraint: constraint !== null && ask('constraint', name, constraint.expression) ? constraint : null,
    aliasExpression: aliasExpression !== null && ask('alias', name, aliasExpression) ? aliasExpression : null,
    editableExpression:
      editableExpression !== null && ask('editable', name, editableExpression) ? editableExpression : null,
  }
}

/** A choice filter reads the list's columns, not the form's. */
function siftWidget(
  { name, widget }: FieldPlan,
  tables: Map<string, LayerPlan>,
  ask: Ask,
): FieldPlan['widget'] {
  const filter = widget.config['FilterExpression']
  if (typeof filter !== 'string' || filter === '') return widget
  const list = tables.get(String(widget.config['LayerName']))
  const columns = list?.kind === 'vector' ? columnsOf(list) : []
  if (ask('filter', name, filter, columns)) return widget
  return { ...widget, config: { ...widget.config, FilterExpression: '' } }
}

function siftForm(elements: FormElement[], path: string, ask: Ask): FormElement[] {
  return elements.map((element, index) => {
    const at = `${path}${index}`
    if (element.kind === 'text') return { ...element, html: siftHtml(element, at, ask) }
    if (element.kind !== 'tab' && element.kind !== 'group') return element
    const { visible } = element
    return {
      ...element,
      visible: visible !== null && ask('visible', `${element.name}@${at}`, visible) ? visible : null,
      children: siftForm(element.children, `${at}.`, ask),
    }
  })
}

function siftHtml({ name, html }: { name: string; html: string }, at: string, ask: Ask): string {
  let number = 0
  return html.replaceAll(/\[%(.*?)%\]/gs, (whole, expression: string) => {
    number += 1
    return ask('text', `${name}@${at}#${number}`, expression.trim()) ? whole : ''
  })
}

function columnsOf(layer: VectorLayerPlan): Slot['fields'] {
  return layer.fields.map(({ name, type }) => ({ name, type }))
}
