import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

interface Source {
  /** What instance() calls it. */
  id: string
  /** The file, or the list of choices, that it stands for. */
  from: string
  cell: Cell
  question: string
}

/** Says where one name would stand for two tables: ODK knows files by their names without the ending. */
export function checkFiles(questions: Question[], issues: IssueList): void {
  const seen = new Map<string, Source>()
  for (const source of questions.flatMap(sourcesOf)) {
    const { id, from, cell, question } = source
    const other = seen.get(id)
    if (other === undefined) seen.set(id, source)
    else if (other.from !== from || (isDeclared(source) && isDeclared(other)))
      issues.add('file.sameName', { ...cell, question }, { id, from, other: other.from })
  }
}

/** A file that a row of its own declares may stand there once. */
function isDeclared({ cell }: Source): boolean {
  return /external$/i.test(cell.text)
}

function sourcesOf(question: Question): Source[] {
  const { type: cell, calculation } = question.cells
  const read = calculation ? pulled(calculation, question.name) : []
  const type = cell ? parseType(cell.text) : null
  if (!cell || type === null) return read
  const own = { cell, question: question.name }
  if (type.kind === 'question' && type.type === 'external') {
    const ending = /^xml/i.test(cell.text) ? 'xml' : 'csv'
    return [...read, { id: stem(question.name), from: `${stem(question.name)}.${ending}`, ...own }]
  }
  if (type.kind !== 'select' || type.source === 'external' || type.list === '') return read
  // Under search() the list only names the file's columns.
  if (/\bsearch\s*\(/i.test(question.cells.appearance?.text ?? '')) return read
  const id = type.source === 'file' ? stem(type.list) : type.list
  return [...read, { id, from: type.list, ...own }]
}

function pulled(cell: Cell, question: string): Source[] {
  return [...cell.text.matchAll(/\bpulldata\(\s*['"]([^'"]+)['"]/g)].map(([, file = '']) => ({
    id: stem(file),
    from: `${stem(file)}.csv`,
    cell,
    question,
  }))
}

function stem(file: string): string {
  return file.trim().replace(/\.[^.]*$/, '')
}
