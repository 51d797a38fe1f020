import { translateLabel } from '#worker/domain/qgis/expression/label.ts'
import { quoteText } from '#worker/domain/qgis/expression/term.ts'
import { scopeOf, type Owner, type ScopeState } from '#worker/domain/qgis/form-scope.ts'
import {
  directed,
  hasReference,
  plainTitle,
  toHtml,
  toPlain,
  withoutReferences,
} from '#worker/domain/qgis/markup.ts'
import type { Scope } from '#worker/domain/qgis/scope.ts'
import { labelColumns } from '#worker/domain/qgis/translation/label-columns.ts'
import { reportProblems, type Role } from '#worker/domain/qgis/translate-cells.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormModel } from '#worker/domain/xlsform/model.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

interface Label {
  state: ScopeState
  owner: Owner
  cell: Cell | undefined
  role: Role
  issues: IssueList | null
  /** The language of the labels of choices in it; left out: the project's own. */
  code?: string
}

/** A label as HTML for a text element, live where it holds `${}` or the project has other languages. */
export function labelHtml(label: Label): string {
  const { cell } = label
  if (!cell) return ''
  return inLanguages(label.state.model, cell, (text, code) =>
    htmlOf(code === undefined ? label : { ...label, issues: null, code }, text),
  )
}

/** HTML with `[% %]` in the project's own language, and live where a cell has others. */
export function inLanguages(
  model: FormModel,
  cell: Partial<Pick<Cell, 'text' | 'others'>>,
  write: (text: string, code?: string) => string,
): string {
  const others = inOthers(model, cell, (text, code) => asExpression(write(text, code)))
  const own = write(cell.text ?? '')
  return others.length === 0 ? own : `[% ${byLocale(asExpression(own), others)} %]`
}

/** The alias as an expression, where the label holds `${}`; null for plain labels, which QGIS translates itself. */
export function labelAlias(label: Label): string | null {
  const { cell } = label
  if (!cell || ![cell.text, ...(cell.others?.values() ?? [])].some(hasReference)) return null
  const alias = (text: string, code?: string) =>
    translated({ ...label, ...(code === undefined ? {} : { code }) }, toPlain(text), 'expression')
  const own = alias(cell.text)
  if (own === null) return null
  const others = inOthers(
    label.state.model,
    cell,
    (text, code) => alias(text, code) ?? quoteText(plainTitle(text)),
  )
  return others.length === 0 ? own : byLocale(own, others)
}

interface InOther {
  prefix: string
  expression: string
}

function inOthers(
  model: FormModel,
  cell: Pick<Cell, 'others'>,
  expressionOf: (text: string, code: string) => string,
): InOther[] {
  return model.others.flatMap(({ code, prefix }) => {
    const text = cell.others?.get(code)
    return text === undefined ? [] : [{ prefix, expression: expressionOf(text, code) }]
  })
}

/** Without a translation its `${}` are left out. */
function htmlOf(label: Label, text: string): string {
  if (!hasReference(text)) return directed(toHtml(text))
  return directed(translated(label, toHtml(text), 'html') ?? toHtml(withoutReferences(text)))
}

function translated(label: Label, text: string, form: 'html' | 'expression'): string | null {
  const { owner, cell, role, issues } = label
  const translation = translateLabel(text, scopeIn(label), form)
  const question = owner.node?.name ?? null
  if (cell && issues) reportProblems(translation.problems, { cell, role, question, issues })
  return translation.ok ? translation.expression : null
}

/** Answers to selects show the choices' labels in the label's own language. */
function scopeIn({ state, owner, code }: Label): Scope {
  const scope = scopeOf(state, owner, 'label')
  if (code === undefined) return scope
  return {
    ...scope,
    resolve: (name) => {
      const reference = scope.resolve(name)
      const node = state.names.find(name, owner.node)?.node
      if (!reference?.list?.layer || node?.kind !== 'question' || node.list === null) return reference
      const column = labelColumns(node.list).get(code) ?? reference.list.label
      return { ...reference, list: { ...reference.list, label: column } }
    },
  }
}

/** HTML with `[% %]` as one expression. */
function asExpression(html: string): string {
  const parts = html.split(/\[%(.*?)%\]/gs).flatMap((part, index) => {
    if (index % 2 === 1) return [`(${part.trim()})`]
    return part === '' ? [] : [quoteText(part)]
  })
  return parts.length === 0 ? quoteText('') : parts.join(' || ')
}

/** The words of the locale; those of the project's own language in any other, and where there is no locale. */
function byLocale(own: string, others: InOther[]): string {
  const cases = others.map(({ prefix, expression }) => {
    const start = `left(coalesce(@qgis_locale,''),${prefix.length})`
    return `WHEN replace(${start},'-','_')=${quoteText(prefix)} THEN ${expression}`
  })
  return `CASE ${cases.join(' ')} ELSE ${own} END`
}
