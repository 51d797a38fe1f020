import { balance, type Branch, type Nesting } from '#worker/domain/xlsform/balance.ts'
import { expandLoops, type Begin } from '#worker/domain/xlsform/expand-loop.ts'
import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { FindList } from '#worker/domain/xlsform/lists.ts'
import type { Cells, ChoiceList, FormNode, Group, Question } from '#worker/domain/xlsform/model.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import type { FormWords } from '#worker/domain/xlsform/project-words.ts'
import { parseType, type RowType } from '#worker/domain/xlsform/question-types.ts'
import { appearanceOf, cellsOf, questionOf } from '#worker/domain/xlsform/read-question.ts'
import { parseSearch } from '#worker/domain/xlsform/search.ts'
import { specifyOther } from '#worker/domain/xlsform/specify-other.ts'
import { isSetting, settingWord } from '#worker/domain/xlsform/settings.ts'
import { checkSpelling } from '#worker/domain/xlsform/type-spelling.ts'
import type { Table, TableRow } from '#worker/domain/xlsform/table.ts'
import type { Translate } from '#worker/domain/xlsform/translate-cell.ts'

export interface SurveyReading {
  translate: Translate
  words: FormWords
  findList: FindList
  issues: IssueList
}

/** Rows of the survey sheet as a tree of groups and questions; what cannot be is left out with an issue. */
export function readSurvey(table: Table, reading: SurveyReading): FormNode[] {
  const rows = table.rows.flatMap((row) => nestingOf(row, reading))
  const { findList, issues } = reading
  return expandLoops(balance(rows, issues), findList, issues).flatMap((branch) => nodeOf(branch, [], issues))
}

function nestingOf(row: TableRow, reading: SurveyReading): Nesting<Begin, Question>[] {
  if (parseYesNo(row.cell('disabled')?.text ?? '') === true) return []
  const cells = cellsOf(row, reading.translate)
  const place: Place = cells.type ?? { sheet: row.sheet, row: row.number, column: null, text: null }
  if (cells.type && isSetting(cells.type.text)) {
    const type = cells.type.text
    const meant = settingWord(type)
    if (meant !== type) reading.issues.add('type.spelling', cells.type, { type, meant })
    return []
  }
  if (!cells.type) {
    const said = cells.name ?? cells.label ?? Object.values(cells)[0]
    if (said) reading.issues.add('row.noType', { ...said, question: cells.name?.text ?? null })
    return []
  }
  const type = parseType(cells.type.text)
  checkSpelling(cells.type.text, type, { ...cells.type, question: cells.name?.text ?? null }, reading.issues)
  if (type.kind === 'end') return [{ kind: 'end', control: type.control, place }]
  if (type.kind === 'begin') {
    const name = cells.name?.text ?? `${type.control}_${row.number}`
    const value: Begin = { cells, row, list: type.list, ofLoop: false }
    return [{ kind: 'begin', control: type.control, value, place, name }]
  }
  return readQuestion(row, cells, type, reading).map((value) => ({ kind: 'leaf', value }))
}

type Asked = Exclude<RowType, { kind: 'begin' } | { kind: 'end' }>

function readQuestion(row: TableRow, cells: Cells, type: Asked, reading: SurveyReading): Question[] {
  const { issues } = reading
  const name = cells.name?.text ?? `${type.type === 'note' ? 'note' : 'question'}_${row.number}`
  const mayLackName = type.type === 'note' || type.type === 'audit'
  const place: Place = {
    ...(cells.type ?? { sheet: row.sheet, row: row.number, column: null, text: null }),
    question: name,
  }
  if (!cells.name && !mayLackName) issues.add('name.missing', place, { name })
  if (type.kind === 'question') {
    const word = cells.type?.text ?? ''
    if (type.type === 'include') issues.add('type.include', place, { type: word })
    if (type.type === 'audit' && cells.name && cells.name.text !== 'audit')
      issues.add('name.audit', { ...cells.name, question: name }, { name })
    if (type.type === 'unknown') issues.add('type.unknown', place, { type: word })
    return [questionOf(row, cells, { name, type: type.type, list: null })]
  }
  if (type.kind === 'ruled') {
    const rule = {
      text: type.constraint,
      sheet: row.sheet,
      row: row.number,
      column: cells.type?.column ?? 'A',
    }
    return [questionOf(row, { constraint: rule, ...cells }, { name, type: type.type, list: null })]
  }
  const list = reading.findList(type, cells, place)
  if (list === 'layer') {
    issues.add('list.features', place, { file: type.list })
    return [questionOf(row, cells, { name, type: 'feature', list: null })]
  }
  // A table's heading: its choices stand over the rows below and cannot be tapped.
  if (appearanceOf(cells).includes('label'))
    return [questionOf(row, cells, { name, type: 'note', list: null })]
  if (type.type === 'rank') issues.add('type.rank', place)
  const asked = questionOf(row, searchCells(cells, list), { name, type: type.type, list })
  return type.orOther && list !== null ? [asked, specifyOther(asked, reading.words)] : [asked]
}

/** search() chooses from a file what a choice filter chooses from a list. */
function searchCells(cells: Cells, list: ChoiceList | null): Cells {
  const { appearance, choice_filter: own } = cells
  const filter = parseSearch(appearance)?.filter ?? null
  if (!appearance || filter === null || list?.source !== 'file') return cells
  return { ...cells, choice_filter: { ...appearance, text: own ? `(${own.text}) and ${filter}` : filter } }
}

function nodeOf(branch: Branch<Begin, Question>, groups: Group[], issues: IssueList): FormNode[] {
  if (branch.kind === 'leaf') {
    branch.value.groups = groups
    return [branch.value]
  }
  const { cells, row } = branch.value
  const name = cells.name?.text ?? `${branch.control}_${row.number}`
  const place: Place = {
    ...(cells.type ?? { sheet: row.sheet, row: row.number, column: null, text: null }),
    question: name,
  }
  const group: Group = {
    kind: 'group',
    control: branch.control === 'repeat' ? 'repeat' : 'group',
    ofLoop: branch.value.ofLoop,
    sheet: row.sheet,
    row: row.number,
    name,
    label: cells.label?.text ?? '',
    cells,
    appearance: appearanceOf(cells),
    groups,
    children: [],
  }
  group.children = branch.children.flatMap((child) => nodeOf(child, [...groups, group], issues))
  if (group.children.length > 0) return [group]
  issues.add('group.empty', place, { name, control: branch.control })
  return []
}
