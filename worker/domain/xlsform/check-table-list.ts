import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, FormNode, Group } from '#worker/domain/xlsform/model.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'

/** Says what ODK refuses in a group shown as a table: a filter on its first list, and a second list. */
export function checkTableLists(layers: FormLayer[], issues: IssueList): void {
  for (const layer of layers) check(layer.root, issues)
}

function check(nodes: FormNode[], issues: IssueList): void {
  for (const node of nodes) {
    if (node.kind !== 'group') continue
    if (node.appearance.includes('table-list')) checkTable(node, issues)
    // A repeat's children stand in a layer of their own.
    if (node.control === 'group') check(node.children, issues)
  }
}

function checkTable(group: Group, issues: IssueList): void {
  let first: string | null = null
  for (const node of group.children) {
    const { type, choice_filter: filter } = node.cells
    const written = type ? parseType(type.text) : null
    if (node.kind === 'group' || !type || written?.kind !== 'select') continue
    if (first === null && filter) issues.add('tableList.filtered', { ...filter, question: node.name })
    first ??= written.list
    if (written.list !== first)
      issues.add('tableList.mixed', { ...type, question: node.name }, { list: written.list, first })
  }
}
