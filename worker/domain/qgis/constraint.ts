import { quoteColumn } from '#worker/domain/qgis/expression/term.ts'
import type { FieldPlan } from '#worker/domain/qgis/plan.ts'
import { guardsOf } from '#worker/domain/qgis/translate-form.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type { Question, TranslatedForm } from '#worker/domain/xlsform/model.ts'

type Rules = Pick<FieldPlan, 'constraint' | 'notNull'>

/**
 * One hard expression for `required` and `constraint` together. Both only hold while the question is shown, since
 * QGIS checks fields in hidden containers too; an empty answer never breaks the author's own rule.
 */
export function constraintOf(question: Question, column: string, form: TranslatedForm): Rules {
  const node = form.nodes.get(question)
  const parts: string[] = []
  const answered = filled(question, column, form)
  if (node?.required === true) parts.push(answered)
  else if (node?.required) parts.push(`(not (${node.required}) or ${answered})`)
  if (node?.constraint && node.required === true) parts.push(`(${node.constraint})`)
  else if (node?.constraint) parts.push(`(not ${answered} or (${node.constraint}))`)
  const ranking = question.type === 'rank' ? allRanked(question, column) : null
  if (ranking !== null) parts.push(node?.required === true ? ranking : `(not ${answered} or ${ranking})`)
  const guards = guardsOf(question, form.nodes)
  const notNull = node?.required === true && guards.length === 0
  if (parts.length === 0) return { constraint: null, notNull }
  const hidden = guards.map((guard) => `not (${guard})`)
  const rules = parts.join(' and ')
  const expression = hidden.length === 0 ? rules : `${hidden.join(' or ')} or (${rules})`
  return { constraint: { expression, description: description(question, form), strength: 'hard' }, notNull }
}

/** A ranking has all choices or none; which ones a filter leaves is not known here. */
function allRanked({ list, cells }: Question, column: string): string | null {
  if (list === null || cells.choice_filter) return null
  // Names hold no commas.
  const name = quoteColumn(column)
  return `(length(${name}) - length(replace(${name},',','')) + 1 = ${list.choices.length})`
}

/** Whether there is an answer. A text can be empty without being NULL, and so can a multiple selection. */
function filled(question: Question, column: string, form: TranslatedForm): string {
  const name = quoteColumn(column)
  if (question.type === 'acknowledge') return `coalesce(${name},false)`
  if (isMultiple(question)) return `(coalesce(${name},'') not in ('','{}'))`
  return form.types.get(question) === 'text' ? `(coalesce(${name},'') <> '')` : `(${name} is not null)`
}

/** QField shows it only while the answer breaks the rule. */
function description(question: Question, { words }: TranslatedForm): string {
  const messages = [question.requiredMessage, question.constraintMessage].filter((text) => text !== '')
  if (messages.length > 0) return messages.join(' ')
  if (question.type === 'rank') return words.rankAll
  return question.cells.constraint ? words.invalid : words.required
}
