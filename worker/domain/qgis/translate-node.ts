import { quoteColumn } from '#worker/domain/qgis/expression/term.ts'
import { scopeOf, type Owner, type ScopeState } from '#worker/domain/qgis/form-scope.ts'
import { labelAlias, labelHtml } from '#worker/domain/qgis/labels.ts'
import { choicesHtml, mediaHtml } from '#worker/domain/qgis/media-html.ts'
import { hasReference } from '#worker/domain/qgis/markup.ts'
import type { Place } from '#worker/domain/qgis/scope.ts'
import { translateCell, type Role } from '#worker/domain/qgis/translate-cells.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { ChoiceList, FormNode, Translated } from '#worker/domain/xlsform/model.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { otherWords, type FormWords } from '#worker/domain/xlsform/project-words.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

/** Everything that QGIS evaluates for a question or group, but for its default. */
export function translateNode(
  state: ScopeState,
  node: FormNode,
  owner: Owner,
  issues: IssueList | null,
): Translated {
  const { cells } = node
  const text = (cell: Cell | undefined, role: Role, place: Place, say = issues): string | null => {
    if (!cell) return null
    const scope = scopeOf(state, owner, place)
    return translateCell({ cell, role, scope, question: node.name, issues: say })?.expression ?? null
  }
  const words = (cell: Cell | undefined, role: Role) => ({ state, owner, cell, role, issues })
  const visible = text(cells.relevant, 'relevant', 'relevance')
  const base: Translated = {
    visible,
    guard: visible === null ? null : text(cells.relevant, 'relevant', 'constraint', null),
    required: null,
    constraint: null,
    readonly: null,
    default: null,
    reuseLast: false,
    repeatCount: null,
    choiceFilter: null,
    alias: null,
    labelHtml: labelHtml(words(cells.label, 'label')),
    hintHtml: labelHtml(words(cells.hint, 'hint')),
    guidanceHtml: labelHtml(words(cells.guidance_hint, 'hint')),
    rankHtml: labelHtml(words(rankHint(node, state.model.words), 'hint')),
    mediaHtml: mediaHtml(cells, state.model),
    choicesHtml: choicesHtml(node.kind === 'question' ? node.list : null, state.model),
  }
  if (node.kind === 'group') {
    if (cells.label && hasReference(cells.label.text)) {
      issues?.add('group.dynamicLabel', { ...cells.label, question: node.name })
    }
    const { repeat_count: count } = cells
    if (node.control !== 'repeat' || !count) return base
    const scope = scopeOf(state, owner, 'default', 'integer')
    const counted = translateCell({ cell: count, role: 'repeat_count', scope, question: node.name, issues })
    return { ...base, repeatCount: counted?.expression ?? null }
  }
  const readonly = yesOr(cells.readonly, (cell) => text(cell, 'readonly', 'relevance'))
  if (cells.readonly && typeof readonly === 'string')
    issues?.add('readonly.dynamic', { ...cells.readonly, question: node.name })
  const filter = node.list === null ? null : text(cells.choice_filter, 'choice_filter', 'choiceFilter')
  if (node.list !== null && filter !== null) keepColumns(node.list, filter)
  return {
    ...base,
    required: yesOr(cells.required, (cell) => text(cell, 'required', 'constraint')),
    constraint: text(cells.constraint, 'constraint', 'constraint'),
    readonly,
    choiceFilter: filter,
    alias: node.type === 'note' ? null : labelAlias({ ...words(cells.label, 'label'), issues: null }),
  }
}

/** Ours, as if it stood in the form. */
function rankHint(node: FormNode, words: FormWords): Cell | undefined {
  if (node.kind === 'group' || node.type !== 'rank') return undefined
  const { sheet, row, cells } = node
  const column = cells.type?.column ?? 'A'
  return { sheet, row, column, text: words.own.rankHint, ...otherWords(words, 'rankHint') }
}

/** A filter may name a column that is empty in this list: the list's layer has it all the same. */
function keepColumns(list: ChoiceList, filter: string): void {
  for (const column of list.sheetColumns) {
    if (!list.columns.includes(column) && filter.includes(quoteColumn(column))) list.columns.push(column)
  }
}

/** `yes` is true, `no` is nothing, anything else an expression. */
function yesOr(cell: Cell | undefined, translate: (cell: Cell) => string | null): true | string | null {
  if (!cell) return null
  const said = parseYesNo(cell.text)
  if (said !== null) return said ? true : null
  return translate(cell)
}
