import type { Branch } from '#worker/domain/xlsform/balance.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FindList } from '#worker/domain/xlsform/lists.ts'
import type { Cells, Choice, Question } from '#worker/domain/xlsform/model.ts'
import { questionOf } from '#worker/domain/xlsform/read-question.ts'

/** A begin row as far as the tree needs it. */
export interface Begin {
  cells: Cells
  row: { sheet: string; number: number }
  /** Behind `begin loop over`. */
  list: string
  /** One choice's part of a loop: its questions are called after it. */
  ofLoop: boolean
}

type Part = Branch<Begin, Question>

/** Questions past which a loop is not laid out: a table cannot hold that many columns. */
const most = 1000

/**
 * Lays loops out as pyxform does: a group with one group for each choice, in which `%(name)s` and `%(label)s` stand
 * for the choice's own. A choice called `none` asks nothing.
 */
export function expandLoops(parts: Part[], findList: FindList, issues: IssueList): Part[] {
  return parts.map((part) => {
    if (part.kind === 'leaf') return part
    const children = expandLoops(part.children, findList, issues)
    if (part.control !== 'loop') return { ...part, children }
    const { cells, list: name } = part.value
    const place = { ...nowhere, ...cells.type, question: cells.name?.text ?? null }
    const list = findList(
      { kind: 'select', type: 'select_one', source: 'choices', list: name, orOther: false },
      cells,
      place,
    )
    const choices =
      list === null || list === 'layer' ? null : list.choices.filter(({ name: own }) => own !== 'none')
    const count = (choices?.length ?? 0) * countLeaves(children)
    if (choices === null || count > most) {
      if (count > most) issues.add('loop.tooLarge', place, { list: name, count })
      return { ...part, control: 'group', children }
    }
    return {
      ...part,
      control: 'group',
      children: choices.map((choice) => partOf(part.value, children, choice)),
    }
  })
}

function partOf(loop: Begin, children: Part[], choice: Choice): Part {
  const at = { sheet: loop.row.sheet, row: loop.row.number, column: loop.cells.type?.column ?? 'A' }
  const cells: Cells = { name: { ...at, text: choice.name }, label: { ...at, text: choice.label } }
  return {
    kind: 'branch',
    control: 'group',
    value: { cells, row: loop.row, list: '', ofLoop: true },
    children: children.map((child) => copyFor(child, choice)),
  }
}

function copyFor(part: Part, choice: Choice): Part {
  if (part.kind === 'branch') {
    const value = { ...part.value, cells: fill(part.value.cells, choice) }
    return { ...part, value, children: part.children.map((child) => copyFor(child, choice)) }
  }
  const { value: question } = part
  const { name, type, list, sheet, row } = question
  const cells = fill(question.cells, choice)
  const copy = questionOf({ sheet, number: row }, cells, { name, type, list })
  // Words that no cell holds, as those of `or_other`, stay.
  return { kind: 'leaf', value: { ...copy, label: cells.label ? copy.label : question.label } }
}

function fill(cells: Cells, { name, label }: Choice): Cells {
  const filled = Object.entries(cells).map(([key, cell]) => {
    const text = cell.text.replaceAll('%(name)s', name).replaceAll('%(label)s', label)
    return [key, text === cell.text ? cell : { ...cell, text }]
  })
  return Object.fromEntries(filled) as Cells
}

function countLeaves(parts: Part[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'leaf' ? 1 : countLeaves(part.children)), 0)
}
