import { checkNames } from '#worker/domain/xlsform/check-names.ts'
import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type { FormLayer, Question } from '#worker/domain/xlsform/model.ts'
import { parseNumber } from '#worker/domain/xlsform/parameters.ts'

/**
 * Says what ODK's own compiler refuses, but QField can live with: the form works here, and would not in ODK or on a
 * server.
 */
export function checkForm(layers: FormLayer[], issues: IssueList): void {
  checkNames(layers, issues)
  const questions = layers.flatMap((layer) => layer.questions)
  const names = new Set(questions.map((question) => question.name))
  for (const question of questions) {
    checkParameters(question, issues)
    checkSelect(question, issues)
    checkTrigger(question, names, issues)
  }
  checkSpaces(questions, issues)
}

/** Parameters that have to be numbers, with the smallest that makes sense. */
const numbers: Record<string, number> = {
  rows: 1,
  'max-pixels': 1,
  'capture-accuracy': 0,
  'warning-accuracy': 0,
}

function checkParameters(question: Question, issues: IssueList): void {
  const cell = question.cells.parameters
  if (!cell) return
  const at = { ...cell, question: question.name }
  const loose = cell.text
    .replaceAll(/\s*=\s*/g, '=')
    .split(/[\s,;]+/)
    .filter((part) => part !== '' && !/^[^=]+=[^=]+$/.test(part))
  if (loose.length > 0) issues.add('parameter.malformed', at, { parameters: loose.join(' ') })
  for (const [parameter, value] of Object.entries(question.parameters)) {
    const least = numbers[parameter]
    if (least === undefined || (parseNumber(value) ?? -1) >= least) continue
    issues.add('parameter.invalid', at, { parameter, value })
  }
}

function checkSelect(question: Question, issues: IssueList): void {
  const { type, choice_filter: filter } = question.cells
  if (!type || question.list === null) return
  const at = { ...type, question: question.name }
  if (filter && /\bor(?:[ _]specify)?[ _]other$/i.test(type.text.trim())) issues.add('other.filtered', at)
  if (!filter && question.list.source === 'external')
    issues.add('list.unfiltered', at, { list: question.list.name })
}

function checkTrigger(question: Question, names: ReadonlySet<string>, issues: IssueList): void {
  const cell = question.cells.trigger
  if (!cell) return
  const triggers = [...cell.text.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, name = '']) => name)
  if (triggers.length > 0 && triggers.every((name) => names.has(name))) return
  issues.add('trigger.unknown', { ...cell, question: question.name }, { trigger: cell.text })
}

/** ODK writes several answers into one text, with blanks between them. */
function checkSpaces(questions: Question[], issues: IssueList): void {
  const seen = new Set<string>()
  for (const question of questions) {
    const { list } = question
    if (list === null || !isMultiple(question) || seen.has(list.name)) continue
    seen.add(list.name)
    for (const { name } of list.choices) {
      if (/\s/.test(name)) issues.add('choice.spaces', placeOf(question), { list: list.name, choice: name })
    }
  }
}
