import { fateOf, type AppearanceFate } from '#worker/domain/xlsform/appearances.ts'
import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, Group, Question } from '#worker/domain/xlsform/model.ts'

/** Says of each appearance what QField makes of it; what is mere layout is said once for the whole form. */
export function reportAppearances(layers: FormLayer[], issues: IssueList): void {
  const questions = layers.flatMap((layer) => layer.questions)
  const layout = new Map<string, Place>()
  const groups = new Set<Group>(questions.flatMap((question) => question.groups))
  for (const node of [...groups, ...questions].sort((a, b) => a.row - b.row)) report(node, layout, issues)
  const [first] = layout.values()
  if (first) issues.add('appearance.arranged', first, { appearances: [...layout.keys()].join(', ') })
}

function report(node: Group | Question, layout: Map<string, Place>, issues: IssueList): void {
  const cell = node.cells.appearance
  if (!cell) return
  const at = { ...cell, question: node.name }
  const question = node.kind === 'question' ? node : null
  if (question && /\bsearch\s*\(/i.test(cell.text)) {
    if (question.list?.source !== 'file') issues.add('appearance.search', at)
    return
  }
  if (/(^|\s)ex:/i.test(cell.text)) {
    issues.add('appearance.app', at, { appearance: cell.text })
    return
  }
  const fates = Map.groupBy(node.appearance, (word): AppearanceFate => fateOf(word, question))
  for (const word of fates.get('arranged') ?? []) if (!layout.has(word)) layout.set(word, at)
  const drawn = fates.get('drawn')
  if (drawn) issues.add('appearance.draw', at, { appearance: drawn.join(' ') })
  const foreign = fates.get('foreign')
  if (foreign) issues.add('appearance.ignored', at, { appearance: foreign.join(' ') })
}
