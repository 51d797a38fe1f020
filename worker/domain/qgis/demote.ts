import type { Issue } from '#worker/api/issues.ts'
import type { ProjectPlan } from '#worker/domain/qgis/plan.ts'
import { siftExpressions, type Slot } from '#worker/domain/qgis/sift-expressions.ts'
import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import { createIssues, nowhere, type Place } from '#worker/domain/xlsform/issues.ts'
import type { CellKey, CompiledForm } from '#worker/domain/xlsform/model.ts'

/** Every expression of a plan with the columns it may read, for one batch check by QGIS. */
export function expressionsOf(plan: ProjectPlan): Pick<Slot, 'id' | 'expression' | 'fields'>[] {
  const slots: Slot[] = []
  siftExpressions(plan, (slot) => {
    slots.push(slot)
    return true
  })
  return slots.map(({ id, expression, fields }) => ({ id, expression, fields }))
}

/**
 * The plan without the expressions that QGIS refused: a question stays visible, unchecked or empty rather than
 * broken. Each is an issue at the question's own row.
 */
export function demote(
  plan: ProjectPlan,
  failures: { id: string; message: string }[],
  form: CompiledForm,
): { plan: ProjectPlan; issues: Issue[] } {
  const messages = new Map(failures.map(({ id, message }) => [id, message]))
  const issues = createIssues()
  const sifted = siftExpressions(plan, (slot) => {
    const message = messages.get(slot.id)
    if (message === undefined) return true
    const place = { ...placeIn(form, slot), text: slot.expression }
    issues.add('qgis.refused', place, { role: slot.role, message, subject: slot.subject })
    return false
  })
  return { plan: sifted, issues: issues.all }
}

const cellOf: Partial<Record<Slot['role'], CellKey>> = {
  visible: 'relevant',
  constraint: 'constraint',
  filter: 'choice_filter',
  alias: 'label',
  text: 'label',
  editable: 'readonly',
}

function placeIn(form: CompiledForm, slot: Slot): Place {
  const questions = form.layers.flatMap((layer) => layer.questions)
  const subject = slot.subject.replace(/@[^@]*$/, '').replace(/^(hint|guidance|media|choices|rank)_/, '')
  const question = questions.find(({ column, name }) => column === subject || name === subject)
  if (!question) return nowhere
  const { cells } = question
  const key = cellOf[slot.role]
  const cell = key ? cells[key] : (cells.calculation ?? cells.default)
  return cell ? { ...cell, question: question.name } : placeOf(question)
}
