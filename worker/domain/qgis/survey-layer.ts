import type { GeometryType } from '#worker/api/sources.ts'
import { attachmentNaming } from '#worker/domain/qgis/attachments.ts'
import { buttonThreshold } from '#worker/domain/qgis/button-threshold.ts'
import { displayExpression } from '#worker/domain/qgis/display.ts'
import { quoteText } from '#worker/domain/qgis/expression/term.ts'
import { fieldOf, hiddenField } from '#worker/domain/qgis/field-plan.ts'
import { arrangeTabs, rootParts, type RootPart } from '#worker/domain/qgis/form-elements.ts'
import type { FeaturesReport, FieldPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { countFields } from '#worker/domain/qgis/repeat-count.ts'
import { surveyStyle } from '#worker/domain/qgis/survey-style.ts'
import type { ListHome } from '#worker/domain/qgis/widget.ts'
import type { FormLayer, Group, TranslatedForm } from '#worker/domain/xlsform/model.ts'

export interface LayerHome {
  id: string
  /** Name of the layer, and of its table in `file`. */
  table: string
  file: string
  geometry: GeometryType
  title: string
  lists: ListHome
  /** Seed attributes of a table that the features pass has made; null when the builder makes it. */
  seed: FeaturesReport['fields'] | null
  relationOf(repeat: Group): string
}

/** The survey, or one repeat of it, as an editable layer with its form. */
export function surveyLayer(layer: FormLayer, form: TranslatedForm, home: LayerHome): VectorLayerPlan {
  const questions = form.columns.get(layer) ?? []
  const fields = questions.flatMap((question) =>
    question.column === null ? [] : [fieldOf(question, question.column, form, home.lists)],
  )
  const carriers = (form.carriers.get(layer) ?? []).map(({ column, type, expression }) =>
    hiddenField(column, type, { expression, onUpdate: false }),
  )
  const seed = (home.seed ?? []).map(seedField)
  const named = [...keys(layer, home.table), ...carriers, ...fields, ...seed]
  const relationOf = (repeat: Group) => home.relationOf(repeat)
  const counts = countFields(layer, form, relationOf, named)
  const parts = [
    ...carriers.map(hiddenPart),
    ...rootParts(layer.root, { translated: form, relationOf, counts }),
    ...seedPart(seed, form.words.attributes),
  ]
  const naming = attachmentNaming(questions)
  return {
    kind: 'vector',
    id: home.id,
    name: home.table,
    role: layer.repeat === null ? 'survey' : 'child',
    file: home.file,
    table: home.table,
    geometry: home.geometry,
    existing: home.seed !== null,
    fields: [...named, ...counts.values()],
    rows: [],
    form: arrangeTabs(parts, home.title),
    displayExpression:
      (layer.repeat === null ? form.displayExpression : null) ?? displayExpression(questions),
    private: layer.repeat !== null,
    readOnly: false,
    identifiable: true,
    searchable: true,
    cableAction: 'offline',
    cloudAction: 'offline',
    properties: {
      'QFieldSync/value_map_button_interface_threshold': buttonThreshold(layer.questions),
      ...(naming === null ? {} : { 'QFieldSync/attachment_naming': naming }),
    },
    style: surveyStyle(home.geometry),
    label: null,
  }
}

/** Keys that relations, deltas and photos rest on; children also know their parent and their place in line. */
function keys(layer: FormLayer, table: string): FieldPlan[] {
  const uuid = hiddenField('uuid', 'text', { expression: "uuid('WithoutBraces')", onUpdate: false })
  if (layer.repeat === null) return [uuid]
  const siblings = `"uuid_parent"=attribute(@parent,'uuid_parent')`
  const last = `aggregate(layer:=${quoteText(table)},aggregate:='max',expression:="idx",filter:=${siblings})`
  return [
    uuid,
    hiddenField('uuid_parent', 'text', null),
    hiddenField('idx', 'integer', { expression: `1 + coalesce(${last},0)`, onUpdate: false }),
  ]
}

function seedField({ name, source, type }: FeaturesReport['fields'][number]): FieldPlan {
  return {
    ...hiddenField(name, type, null),
    alias: source,
    readOnly: true,
    widget: { type: type === 'date' || type === 'datetime' ? 'DateTime' : 'TextEdit', config: {} },
  }
}

/** In the form's tree, so that QField keeps its value up to date. */
function hiddenPart({ name }: FieldPlan): RootPart {
  return { element: { kind: 'field', field: name, showLabel: false }, page: false, silent: true }
}

/** What was known of the feature before, at the end of the form. */
function seedPart(fields: FieldPlan[], name: string): RootPart[] {
  if (fields.length === 0) return []
  const children = fields.map((field) => ({ kind: 'field' as const, field: field.name, showLabel: true }))
  const group = {
    kind: 'group' as const,
    name,
    showLabel: true,
    visible: null,
    collapsed: false,
    columns: 1,
    children,
  }
  return [{ element: group, page: true, silent: false }]
}
