import { checkFileChoices } from '#worker/domain/xlsform/check-file-choices.ts'
import { checkFiles } from '#worker/domain/xlsform/check-files.ts'
import { checkNames } from '#worker/domain/xlsform/check-names.ts'
import { checkParameters } from '#worker/domain/xlsform/check-parameters.ts'
import { checkRange } from '#worker/domain/xlsform/check-range.ts'
import { checkSearch } from '#worker/domain/xlsform/check-search.ts'
import { checkTrigger } from '#worker/domain/xlsform/check-trigger.ts'
import { checkWords } from '#worker/domain/xlsform/check-words.ts'
import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type { ChoiceList, FormLayer, Question } from '#worker/domain/xlsform/model.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'
import type { Table } from '#worker/domain/xlsform/table.ts'
import { isDynamic } from '#worker/domain/xpath/dynamic.ts'

export interface CheckedForm {
  layers: FormLayer[]
  survey: Table
  lists: ReadonlyMap<string, ChoiceList>
  entities: Table | null
}

/**
 * Says what ODK's own compiler refuses, but QField can live with: the form works here, and would not in ODK or on a
 * server.
 */
export function checkForm({ layers, survey, lists, entities }: CheckedForm, issues: IssueList): void {
  checkNames(layers, issues)
  const questions = layers.flatMap((layer) => layer.questions)
  const named = new Map(questions.map((question) => [question.name, question]))
  const places = placesOf(layers, lists, entities)
  for (const question of questions) {
    checkParameters(question, places, issues)
    checkRange(question, lists, issues)
    checkSelect(question, issues)
    checkFileChoices(question, issues)
    checkTrigger(question, named, issues)
    checkCalculation(question, issues)
  }
  checkSpaces(questions, issues)
  checkSearch(questions, issues)
  checkFiles(questions, issues)
  checkWords(questions, survey, issues)
}

/** What a `reference-geometry` can mean, in lower case as parameters are read: repeats, lists and files. */
function placesOf(
  layers: FormLayer[],
  lists: ReadonlyMap<string, ChoiceList>,
  entities: Table | null,
): ReadonlySet<string> {
  const repeats = layers.flatMap(({ repeat }) => (repeat ? [`\${${repeat.name}}`] : []))
  const files = layers.flatMap((layer) => layer.questions).flatMap(fileNames)
  const declared = entities?.rows.flatMap((row) => row.cell('list_name')?.text ?? []) ?? []
  return new Set([...repeats, ...lists.keys(), ...files, ...declared].map((name) => name.toLowerCase()))
}

function fileNames({ type, name, cells }: Question): string[] {
  const written = cells.type ? parseType(cells.type.text) : null
  const file = written?.kind === 'select' && written.source === 'file' ? written.list : null
  const known = type === 'external' ? name : file
  return known === null ? [] : [known.replace(/\.[^.]*$/, '')]
}

function checkSelect(question: Question, issues: IssueList): void {
  const { type, choice_filter: filter } = question.cells
  if (!type || question.list === null) return
  const at = { ...type, question: question.name }
  if (filter && /\bor(?:[ _]specify)?[ _]other$/i.test(type.text.trim())) issues.add('other.filtered', at)
  if (!filter && question.list.source === 'external')
    issues.add('list.unfiltered', at, { list: question.list.name })
}

/** A value that never changes is no calculation to ODK. */
function checkCalculation({ type, name, cells }: Question, issues: IssueList): void {
  const { calculation, default: given } = cells
  if (type !== 'calculate' || calculation || !given || isDynamic(given.text)) return
  issues.add('calculation.onlyDefault', { ...given, question: name })
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
