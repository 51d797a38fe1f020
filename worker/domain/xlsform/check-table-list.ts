import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, FormNode, Question } from '#worker/domain/xlsform/model.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

/** A table-list that is open, with the list of its first select. */
interface TableList {
  list: string | null
}

/** Says what ODK refuses in a group shown as a table: a filter on its first list, and a second list. */
export function checkTableLists(layers: FormLayer[], issues: IssueList): void {
  for (const layer of layers) {
    const isTable = layer.repeat?.appearance.includes('table-list') === true
    check(layer.root, isTable ? { list: null } : null, issues)
  }
}

function check(nodes: FormNode[], around: TableList | null, issues: IssueList): void {
  let table = around
  for (const node of nodes) {
    if (node.kind === 'question') {
      if (table !== null) checkSelect(node, table, issues)
      continue
    }
    const own = node.appearance.includes('table-list') ? { list: null } : table
    // A repeat's children stand in a layer of their own.
    if (node.control === 'group') check(node.children, own, issues)
    // To ODK the end of any group is the end of the table.
    table = null
  }
}

function checkSelect(question: Question, table: TableList, issues: IssueList): void {
  const { type: cell, choice_filter: filter } = question.cells
  const type = parseType(cell?.text ?? '')
  // The text that or_other adds has the select's own cell.
  if (!cell || type.kind !== 'select' || question.type === 'text') return
  if (table.list === null) {
    table.list = type.list
    if (filter) issues.add('tableList.filtered', { ...filter, question: question.name })
  } else if (table.list !== type.list) {
    const params = { list: type.list, first: table.list }
    issues.add('tableList.mixed', { ...cell, question: question.name }, params)
  }
}
