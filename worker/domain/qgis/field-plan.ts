import { constraintOf } from '#worker/domain/qgis/constraint.ts'
import { quoteText } from '#worker/domain/qgis/expression/term.ts'
import { plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FieldPlan, WidgetPlan } from '#worker/domain/qgis/plan.ts'
import { widgetOf, type ListHome } from '#worker/domain/qgis/widget.ts'
import type { Question, TranslatedForm } from '#worker/domain/xlsform/model.ts'

/** A field that nobody answers. */
export function hiddenField(name: string, type: FieldPlan['type'], fill: FieldPlan['default']): FieldPlan {
  return {
    name,
    type,
    length: 0,
    alias: '',
    aliasExpression: null,
    comment: '',
    widget: { type: 'Hidden', config: {} },
    default: fill,
    constraint: null,
    notNull: false,
    unique: false,
    readOnly: false,
    editableExpression: null,
    reuseLast: false,
  }
}

/** A filter does not hear of what is chosen in a completer (QGIS issue 55922). */
function withoutCompleter(widget: WidgetPlan, column: string, { nodes }: TranslatedForm): WidgetPlan {
  if (widget.config['UseCompleter'] !== true) return widget
  const read = `current_value(${quoteText(column)})`
  const filters = [...nodes.values()].some(({ choiceFilter }) => choiceFilter?.includes(read))
  return filters ? { ...widget, config: { ...widget.config, UseCompleter: false } } : widget
}

/** A label as a field's alias; a star says that an answer is required. */
export function aliasOf(label: string, starred: boolean): string {
  return starred && label !== '' ? `${plainTitle(label)} *` : plainTitle(label)
}

/** What a person who looks at the data wants to know of a column: the question's name, the entity's property. */
function commentOf({ name, cells }: Question, column: string): string {
  const own = column === name ? [] : [name]
  return [...own, ...(cells.save_to ? [`save_to: ${cells.save_to.text}`] : [])].join(', ')
}

/** Characters that a text may have, which QField doesn't let anyone pass; 0 for no limit. */
function lengthOf({ type, cells, list }: Question): number {
  if (type === 'time') return 8
  const length = Number(cells['odk:length']?.text ?? 0)
  return list === null && Number.isInteger(length) && length > 0 ? length : 0
}

/** The column of a question. */
export function fieldOf(
  question: Question,
  column: string,
  form: TranslatedForm,
  lists: ListHome,
): FieldPlan {
  const node = form.nodes.get(question)
  const starred = node?.required === true
  const type = form.types.get(question) ?? 'text'
  return {
    ...hiddenField(column, type, node?.default ?? null),
    length: type === 'text' ? lengthOf(question) : 0,
    alias: aliasOf(question.label, starred),
    aliasExpression: node?.alias ? `${node.alias}${starred ? " || ' *'" : ''}` : null,
    comment: commentOf(question, column),
    widget: withoutCompleter(widgetOf(question, node?.choiceFilter ?? null, lists), column, form),
    ...constraintOf(question, column, form),
    readOnly: node?.readonly === true,
    editableExpression: typeof node?.readonly === 'string' ? `not coalesce(${node.readonly},false)` : null,
    reuseLast: node?.reuseLast ?? false,
  }
}
