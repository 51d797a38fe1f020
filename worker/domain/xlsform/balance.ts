import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { Control } from '#worker/domain/xlsform/question-types.ts'

/** A row of the survey sheet as far as the nesting of groups goes. */
export type Nesting<Begin, Leaf> =
  | { kind: 'begin'; control: Control; value: Begin; place: Place; name: string }
  | { kind: 'end'; control: Control; place: Place }
  | { kind: 'leaf'; value: Leaf }

export type Branch<Begin, Leaf> =
  | { kind: 'branch'; control: Control; value: Begin; children: Branch<Begin, Leaf>[] }
  | { kind: 'leaf'; value: Leaf }

/**
 * Makes a tree of begin and end rows, whatever they say. An end that meets a begin further out closes what
 * lies between and remembers it as pending, so that the pending one's own end, coming later, is taken without
 * a word; an end without a begin is left out; what is open at the end of the sheet is closed there.
 */
export function balance<Begin, Leaf>(rows: Nesting<Begin, Leaf>[], issues: IssueList): Branch<Begin, Leaf>[] {
  const root: Branch<Begin, Leaf>[] = []
  const open: { control: Control; place: Place; name: string; children: Branch<Begin, Leaf>[] }[] = []
  const pending: Control[] = []

  for (const row of rows) {
    const children = open.at(-1)?.children ?? root
    if (row.kind === 'leaf') children.push({ kind: 'leaf', value: row.value })
    else if (row.kind === 'begin') {
      const branch = { kind: 'branch' as const, control: row.control, value: row.value, children: [] }
      children.push(branch)
      open.push({ control: row.control, place: row.place, name: row.name, children: branch.children })
    } else close(row.control, row.place)
  }
  for (const left of open)
    issues.add('group.unclosed', left.place, { name: left.name, control: left.control })
  return root

  function close(control: Control, place: Place): void {
    const at = open.findLastIndex((one) => one.control === control)
    if (at >= 0) {
      for (const crossed of open.splice(at).slice(1)) {
        pending.push(crossed.control)
        issues.add('group.crossed', place, { name: crossed.name, control: crossed.control, ends: control })
      }
      return
    }
    const expected = pending.lastIndexOf(control)
    if (expected >= 0) pending.splice(expected, 1)
    else issues.add('group.unopened', place, { control })
  }
}
