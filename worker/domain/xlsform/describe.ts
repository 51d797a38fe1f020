import type { FormField, FormSummary } from '#worker/api/forms.ts'
import { widgetOf } from '#worker/domain/qgis/widget.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { CompiledForm, FormLayer, Question } from '#worker/domain/xlsform/model.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'

/** One question with what QGIS makes of it. Expressions are QGIS', null where there is none. */
export interface FieldDescription extends FormField {
  /** Null for what stores nothing: notes, and the question that is the layer's geometry. */
  column: string | null
  /** `survey`, or the repeat's table. */
  table: string
  widget: string | null
  default: string | null
  constraint: string | null
  relevant: string | null
  choiceFilter: string | null
}

export interface FormDescription extends Omit<FormSummary, 'fields'> {
  /** All questions of all tables; `name` is the form's own. */
  fields: FieldDescription[]
  relations: { name: string; label: string; parent: string; child: string }[]
  lists: { name: string; source: string; choices: { name: string; label: string }[] }[]
}

/** A compiled form in full, for people who check what became of it. */
export function describeForm(form: CompiledForm): FormDescription {
  const asked = form.layers.flatMap((layer) => layer.questions.flatMap((question) => question.list ?? []))
  const lists = new Set([...form.lists.values(), ...asked, ...form.foundFiles()])
  return {
    ...summariseForm(form),
    fields: form.layers.flatMap((layer) => layer.questions.map((question) => fieldOf(form, layer, question))),
    relations: form.layers.flatMap(({ repeat, parent, table }) =>
      repeat === null || parent === null
        ? []
        : [{ name: repeat.name, label: repeat.label, parent: parent.table, child: table }],
    ),
    lists: [...lists].map(({ name, source, choices }) => ({
      name,
      source,
      choices: choices.map((choice) => ({ name: choice.name, label: choice.label })),
    })),
  }
}

function fieldOf(form: CompiledForm, layer: FormLayer, question: Question): FieldDescription {
  const node = form.translated.nodes.get(question)
  const { column } = question
  const home = { layerId: (table: string) => table, file: '' }
  return {
    name: question.name,
    question: question.name,
    column,
    table: layer.table,
    label: question.label,
    type: question.type,
    widget: column === null ? null : widgetOf(question, node?.choiceFilter ?? null, home).type,
    list: question.list?.name ?? null,
    required: node?.required === true,
    hidden: isHidden(question),
    groups: question.groups.map((group) => group.name),
    row: question.row,
    default: node?.default?.expression ?? null,
    constraint: node?.constraint ?? null,
    relevant: node?.visible ?? null,
    choiceFilter: node?.choiceFilter ?? null,
  }
}
