import { constraintOf } from '#worker/domain/qgis/constraint.ts'
import { plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FieldPlan } from '#worker/domain/qgis/plan.ts'
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

/** A label as a field's alias; a star says that an answer is required. */
export function aliasOf(label: string, starred: boolean): string {
  return starred && label !== '' ? `${plainTitle(label)} *` : plainTitle(label)
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
    length: question.type === 'time' ? 8 : 0,
    alias: aliasOf(question.label, starred),
    aliasExpression: node?.alias ? `${node.alias}${starred ? " || ' *'" : ''}` : null,
    comment: column === question.name ? '' : question.name,
    widget: widgetOf(question, node?.choiceFilter ?? null, lists),
    ...constraintOf(question, column, form),
    readOnly: node?.readonly === true,
    editableExpression: typeof node?.readonly === 'string' ? `not coalesce(${node.readonly},false)` : null,
    reuseLast: node?.reuseLast ?? false,
  }
}
