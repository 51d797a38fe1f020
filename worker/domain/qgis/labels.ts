import { translateLabel } from '#worker/domain/qgis/expression/label.ts'
import { scopeOf, type Owner, type ScopeState } from '#worker/domain/qgis/form-scope.ts'
import { hasReference, toHtml, toPlain, withoutReferences } from '#worker/domain/qgis/markup.ts'
import { reportProblems, type Role } from '#worker/domain/qgis/translate-cells.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

interface Label {
  state: ScopeState
  owner: Owner
  cell: Cell | undefined
  role: Role
  issues: IssueList | null
}

/** A label as HTML for a text element, live where it holds `${}`. Without a translation its `${}` are left out. */
export function labelHtml(label: Label): string {
  const { cell } = label
  if (!cell) return ''
  if (!hasReference(cell.text)) return toHtml(cell.text)
  return translated(label, toHtml(cell.text), 'html') ?? toHtml(withoutReferences(cell.text))
}

/** The alias as an expression, where the label holds `${}`; null for plain labels. */
export function labelAlias(label: Label): string | null {
  const { cell } = label
  return cell && hasReference(cell.text) ? translated(label, toPlain(cell.text), 'expression') : null
}

function translated({ state, owner, cell, role, issues }: Label, text: string, form: 'html' | 'expression') {
  const translation = translateLabel(text, scopeOf(state, owner, 'label'), form)
  const question = owner.node?.name ?? null
  if (cell && issues) reportProblems(translation.problems, { cell, role, question, issues })
  return translation.ok ? translation.expression : null
}
