import { hiddenField } from '#worker/domain/qgis/field-plan.ts'
import { toPlain } from '#worker/domain/qgis/markup.ts'
import { labelColumns } from '#worker/domain/qgis/translation/label-columns.ts'
import type { FieldPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import type { ChoiceList } from '#worker/domain/xlsform/model.ts'

/** A choice list as a private layer that is only read. `sort_id` keeps the author's order, as text that sorts. */
export function listLayer(list: ChoiceList, id: string, file: string): VectorLayerPlan {
  const digits = String(list.choices.length).length
  const labels = [...labelColumns(list)]
  const rows = list.choices.map((choice, index) => [
    choice.name,
    toPlain(choice.label) || choice.name,
    String(index + 1).padStart(digits, '0'),
    ...labels.map(([code]) => toPlain(choice.others?.get(code) ?? choice.label) || choice.name),
    ...list.columns.map((column) => choice.extra.get(column) ?? null),
  ])
  return {
    kind: 'vector',
    id,
    name: list.table,
    role: 'list',
    file,
    table: list.table,
    geometry: 'None',
    existing: false,
    fields: ['name', 'label', 'sort_id', ...labels.map(([, column]) => column), ...list.columns].map(
      textField,
    ),
    rows,
    form: [],
    displayExpression: '"label"',
    private: true,
    readOnly: true,
    identifiable: false,
    searchable: false,
    cableAction: 'copy',
    cloudAction: 'no_action',
    properties: {},
    style: null,
    label: null,
  }
}

function textField(name: string): FieldPlan {
  return { ...hiddenField(name, 'text', null), widget: { type: 'TextEdit', config: {} } }
}
