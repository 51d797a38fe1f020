import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'

/** Columns that the GeoPackage, the layer or QField keep for themselves. */
const reserved = ['fid', 'geom', 'geometry', 'uuid', 'uuid_parent', 'ogc_fid', 'rowid']

/** A name as a GeoPackage column: letters and digits of any script, and `_`. */
export function columnOf(name: string): string {
  const clean = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '_')
  return /^[\p{L}_]/u.test(clean) ? clean : `_${clean}`
}

/**
 * Gives every question that stores a value its column. GeoPackage does not tell case apart, and XLSForm lets
 * two groups hold the same name: the later one is called after its group, then numbered, and remembered.
 */
export function nameColumns(
  questions: Question[],
  stores: (question: Question) => boolean,
  issues: IssueList,
): void {
  const taken = new Set(reserved)
  const asked = new Map<string, Question[]>()
  for (const question of questions) {
    const same = asked.get(question.name) ?? []
    const twin = same.find((other) => other.groups.at(-1) === question.groups.at(-1))
    asked.set(question.name, [...same, question])
    const place = placeOf(question)
    if (twin) issues.add('name.duplicate', place, { name: question.name, other: twin.row })
    if (!stores(question)) continue
    const column = freeName(question, taken)
    taken.add(column.toLowerCase())
    question.column = column
    const expected = choicesAround(question).length > 0 && column === loopName(question)
    if (column !== question.name && !expected)
      issues.add('name.renamed', place, { name: question.name, column })
  }
}

/** `<choice>_<question>` inside a loop, the question's own name elsewhere. */
function loopName(question: Question): string {
  return columnOf([...choicesAround(question), question.name].join('_'))
}

function choicesAround(question: Question): string[] {
  return question.groups.filter((group) => group.ofLoop).map((group) => group.name)
}

function freeName(question: Question, taken: Set<string>): string {
  const own = loopName(question)
  const group = question.groups.at(-1)
  const candidates = group ? [own, columnOf(`${group.name}_${question.name}`)] : [own]
  const free = candidates.find((name) => !taken.has(name.toLowerCase()))
  if (free !== undefined) return free
  let number = 2
  while (taken.has(`${own}_${number}`.toLowerCase())) number += 1
  return `${own}_${number}`
}

/** Where a question's name stands, for issues about the question as a whole. */
export function placeOf(question: Question) {
  const cell = question.cells.name ?? question.cells.type
  return {
    sheet: question.sheet,
    row: question.row,
    column: cell?.column ?? null,
    text: cell?.text ?? null,
    question: question.name,
  }
}
