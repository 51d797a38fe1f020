import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

/**
 * Says where ODK takes no `search()`: on a select from a file, and on a list that another question uses without it,
 * since ODK rewrites the list for all of them. Here each question has choices of its own.
 */
export function checkSearch(questions: Question[], issues: IssueList): void {
  const plain = new Map<string, string>()
  const searching: { question: Question; list: string }[] = []
  for (const question of questions) {
    const type = question.cells.type ? parseType(question.cells.type.text) : null
    if (type?.kind !== 'select') continue
    const { appearance } = question.cells
    if (!appearance || !/\bsearch\s*\(/i.test(appearance.text)) {
      if (type.source === 'choices') plain.set(type.list, question.name)
    } else if (type.source === 'file')
      issues.add('search.ofFile', { ...appearance, question: question.name }, { file: type.list })
    else searching.push({ question, list: type.list })
  }
  for (const { question, list } of searching) {
    const other = plain.get(list)
    const { appearance } = question.cells
    if (other === undefined || !appearance) continue
    issues.add('search.shared', { ...appearance, question: question.name }, { list, other })
  }
}
