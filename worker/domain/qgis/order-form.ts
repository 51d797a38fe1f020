import type { FormNames } from '#worker/domain/qgis/form-names.ts'
import { orderByDependency } from '#worker/domain/xlsform/dependencies.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormModel, Question } from '#worker/domain/xlsform/model.ts'
import { dependenciesOf } from '#worker/domain/xpath/references.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

/**
 * All questions of a form so that each calculation follows what it reads. Calculations in a ring have no
 * order: they are reported and answered as `broken`.
 */
export function orderForm(
  model: FormModel,
  names: FormNames,
  issues: IssueList | null,
): { order: Question[]; broken: Set<Question> } {
  const questions = model.layers.flatMap((layer) => layer.questions)
  const { order, cycles } = orderByDependency(questions, (question) => {
    const cell = question.cells.calculation
    const parsed = cell ? parseXPath(cell.text) : null
    if (!parsed?.ok) return []
    return dependenciesOf(parsed.ast)
      .map((name) => names.question(name, question))
      .filter((read) => read !== null && read !== question && read.cells.calculation !== undefined)
      .filter((read) => read !== null)
  })
  const broken = new Set<Question>()
  for (const ring of cycles) {
    const [first] = ring
    const cell = first?.cells.calculation
    if (!first || !cell || ring.every((question) => broken.has(question))) continue
    for (const question of ring) broken.add(question)
    const ringNames = [...ring, first].map((question) => question.name).join(' → ')
    issues?.add('calculation.cycle', { ...cell, question: first.name }, { names: ringNames })
  }
  return { order, broken }
}
