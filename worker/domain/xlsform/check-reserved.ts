import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer, FormNode } from '#worker/domain/xlsform/model.ts'

/**
 * Names that ODK keeps for itself: `meta` everywhere, the form's own (`data` unless a setting names it) for a repeat, and
 * `<repeat>_count` beside a repeat whose count is an expression.
 */
export function checkReserved(layers: FormLayer[], form: string, issues: IssueList): void {
  const said = new Set<number>()
  for (const layer of layers) check(layer.root)

  function check(nodes: FormNode[]): void {
    for (const node of nodes) {
      const own = node.cells.name?.text
      if (own === 'meta') say(node, 'meta')
      if (node.kind === 'question') continue
      if (node.control === 'group') check(node.children)
      else {
        if (own === form) say(node, 'form')
        checkCount(nodes, node)
      }
    }
  }

  /** A count that is one reference needs no name of its own. */
  function checkCount(siblings: FormNode[], repeat: FormNode): void {
    const count = repeat.cells.repeat_count?.text.trim()
    if (count === undefined || /^\$\{[^}]*\}$/.test(count)) return
    const taken = siblings.find((node) => node.cells.name?.text === `${repeat.name}_count`)
    if (taken) say(taken, 'count')
  }

  /** Rows of a loop stand for many nodes. */
  function say(node: FormNode, use: 'meta' | 'form' | 'count'): void {
    const { name } = node.cells
    if (!name || said.has(node.row)) return
    said.add(node.row)
    issues.add('name.reserved', { ...name, question: node.name }, { name: name.text, use })
  }
}
