import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, FormNode } from '#worker/domain/xlsform/model.ts'
import { isOdkName } from '#worker/domain/xlsform/odk-name.ts'

/** Names that ODK refuses: malformed, missing on a group, or standing twice where one of them is a group. */
export function checkNames(layers: FormLayer[], issues: IssueList): void {
  const repeats = new Map<string, FormNode>()
  for (const layer of layers) check(layer.root)

  function check(nodes: FormNode[]): void {
    const siblings = new Map<string, FormNode>()
    for (const node of nodes) {
      if (node.cells.name && !isOdkName(node.name))
        issues.add('name.invalid', nameOf(node), { name: node.name })
      const twin = siblings.get(node.name)
      if (twin && (twin.kind === 'group' || node.kind === 'group')) sayTwice(node, twin)
      siblings.set(node.name, twin ?? node)
      if (node.kind === 'question' || node.ofLoop) {
        if (node.kind === 'group') check(node.children)
        continue
      }
      if (!node.cells.name && node.cells.type)
        issues.add('group.noName', nameOf(node), { control: node.control })
      if (node.control === 'group') {
        check(node.children)
        continue
      }
      const other = repeats.get(node.name)
      if (other && !twin) sayTwice(node, other)
      repeats.set(node.name, other ?? node)
    }
  }

  function sayTwice(node: FormNode, other: FormNode): void {
    issues.add('name.duplicate', nameOf(node), { name: node.name, other: other.row })
  }
}

function nameOf(node: FormNode): Place {
  const { name, type } = node.cells
  const nowhere = { sheet: node.sheet, row: node.row, column: null, text: null }
  return { ...(name ?? type ?? nowhere), question: node.name }
}
