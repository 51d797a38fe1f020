import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'

/** Says which triggers ODK would refuse: no question's name, several without a comma, or one that nobody sees. */
export function checkTrigger(
  question: Question,
  named: ReadonlyMap<string, Question>,
  issues: IssueList,
): void {
  const cell = question.cells.trigger
  if (!cell) return
  const at = { ...cell, question: question.name }
  const parts = cell.text.split(',').filter((part) => part.trim() !== '')
  const triggers = parts.map((part) =>
    [...part.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, name = '']) => name),
  )
  if (parts.length === 0 || triggers.some((names) => names.length === 0 || !names.every((x) => named.has(x))))
    issues.add('trigger.unknown', at, { trigger: cell.text })
  else if (triggers.some((names) => names.length > 1))
    issues.add('trigger.noComma', at, { trigger: cell.text })
  // A place is taken on any change, seen or not.
  if (question.type === 'background-geopoint') return
  const unseen = triggers.flat().find((name) => isUnseen(named.get(name)))
  if (unseen !== undefined) issues.add('trigger.hidden', at, { name: unseen })
}

/** ODK gives no place on the screen to what computes itself without a word. */
function isUnseen(question: Question | undefined): boolean {
  if (question === undefined) return false
  const { type, cells, label, hint } = question
  if (type === 'calculate') return true
  return (cells.calculation !== undefined || cells.trigger !== undefined) && label === '' && hint === ''
}
