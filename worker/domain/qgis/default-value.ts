import { calculatedType, columnType } from '#worker/domain/qgis/column-types.ts'
import { quoteColumn } from '#worker/domain/qgis/expression/term.ts'
import { featureTagOf } from '#worker/domain/qgis/feature-tag.ts'
import { scopeOf, type Owner, type ScopeState } from '#worker/domain/qgis/form-scope.ts'
import { literalOf, missingChoices } from '#worker/domain/qgis/literal.ts'
import { translateCell, type Translated } from '#worker/domain/qgis/translate-cells.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { isMultiple } from '#worker/domain/xlsform/list-tables.ts'
import type { ColumnType, Question, Translated as Node } from '#worker/domain/xlsform/model.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'
import { isDynamic } from '#worker/domain/xpath/dynamic.ts'

export interface DefaultValue {
  value: Node['default']
  reuseLast: boolean
  type: ColumnType
}

/** `lat lon altitude accuracy`, as ODK writes a point; NULL without a GNSS fix. */
const gnssPoint =
  "with_variable('g',coalesce(@gnss_coordinate,@position_coordinate)," +
  "to_string(y(@g))||' '||to_string(x(@g))||' '||coalesce(to_string(z(@g)),'0')||' '||" +
  "coalesce(to_string(@gnss_horizontal_accuracy),'0'))"

/**
 * What the form fills in by itself. The first value stays, also on features that were there before the form:
 * those get it when they are first saved.
 */
const facts: Partial<Record<QuestionType, string>> = {
  start: 'now()',
  today: 'to_date(now())',
  username: 'coalesce(@cloud_username,@user_account_name)',
  email: '@cloud_useremail',
  'start-geopoint': gnssPoint,
}

/** Default or calculation of a question, with the type that its column then needs. */
export function defaultValue(
  state: ScopeState,
  question: Question,
  owner: Owner,
  issues: IssueList | null,
): DefaultValue {
  const type = columnType(question)
  const { calculation, default: text } = question.cells
  const nothing: DefaultValue = { value: null, reuseLast: false, type }
  if (question.type === 'end') return { ...nothing, value: { expression: 'now()', onUpdate: true } }
  const fact =
    question.type === 'background-geopoint'
      ? watchedPoint(state, question, owner, issues)
      : facts[question.type]
  if (fact !== undefined && question.column !== null) {
    if (calculation) {
      const params = { type: question.cells.type?.text ?? question.type }
      issues?.add('calculation.ignored', { ...calculation, question: question.name }, params)
    }
    const expression = `coalesce(${quoteColumn(question.column)},${fact})`
    return { ...nothing, value: { expression, onUpdate: true } }
  }
  const own = featureTagOf(question, state.names)
  if (own !== null) {
    // The features pass writes it into the column; see prefill.ts.
    const at = { ...own.cell, question: question.name }
    issues?.add('default.fromFeature', at, { attribute: own.tag })
    return nothing
  }
  if (calculation) return { ...nothing, ...calculated(state, question, owner, calculation, issues) }
  if (text) return { ...nothing, ...given(state, question, owner, text, issues) }
  if (question.type === 'calculate') {
    const place = question.cells.name ?? question.cells.type
    if (place) issues?.add('calculation.missing', { ...place, question: question.name })
  }
  if (question.type === 'geopoint') return { ...nothing, value: { expression: gnssPoint, onUpdate: false } }
  return nothing
}

/** Where the device is when the first of the triggers has an answer; without one, when the feature is saved. */
function watchedPoint(state: ScopeState, question: Question, owner: Owner, issues: IssueList | null): string {
  const { trigger, type } = question.cells
  const columns = [...(trigger?.text ?? '').matchAll(/\$\{\s*([^}]*?)\s*\}/g)].flatMap(([, name = '']) => {
    const found = state.names.find(name, question)
    const column = found?.node.kind === 'question' && found.layer === owner.layer ? found.node.column : null
    return column === null ? [] : [quoteColumn(column)]
  })
  if (trigger) issues?.add('trigger.once', { ...trigger, question: question.name })
  else if (type) issues?.add('trigger.missing', { ...type, question: question.name }, { type: type.text })
  return columns.length === 0 ? gnssPoint : `if(coalesce(${columns.join(',')}) IS NULL,NULL,${gnssPoint})`
}

function calculated(
  state: ScopeState,
  question: Question,
  owner: Owner,
  cell: Cell,
  issues: IssueList | null,
): Partial<DefaultValue> {
  const typed = translateTyped(state, question, owner, cell, 'calculation', issues)
  if (typed === null) return {}
  const at = { ...cell, question: question.name }
  const shown = question.type !== 'calculate' && question.type !== 'hidden'
  const { translation, type } = typed
  if (shown && !translation.once && !question.cells.readonly) issues?.add('calculation.overwrites', at)
  const trigger = /^\s*\$\{([^}]+)\}\s*$/.exec(question.cells.trigger?.text ?? '')?.[1]?.trim()
  const watched = trigger === undefined ? null : state.names.question(trigger, question)
  if (question.cells.trigger)
    issues?.add('trigger.everyChange', { ...question.cells.trigger, question: question.name })
  // Naming the column makes QField look again whenever it changes.
  const expression =
    watched?.column && watched !== question
      ? `with_variable('trigger',${quoteColumn(watched.column)},${translation.expression})`
      : translation.expression
  return { value: { expression, onUpdate: !translation.once }, type }
}

function given(
  state: ScopeState,
  question: Question,
  owner: Owner,
  cell: Cell,
  issues: IssueList | null,
): Partial<DefaultValue> {
  const at = { ...cell, question: question.name }
  const last = /^\s*\$\{last-saved#([^}]+)\}\s*$/.exec(cell.text)?.[1]?.trim()
  if (last !== undefined) {
    if (last === question.name) return { reuseLast: true }
    issues?.add('default.otherRemembered', at, { name: last })
    return {}
  }
  if (isDynamic(cell.text)) {
    const typed = translateTyped(state, question, owner, cell, 'default', issues)
    if (typed === null) return {}
    const { expression } = typed.translation
    // `true()` and the like come out as one text, which the list may not have either.
    const [, constant] = /^'([^']*)'$/.exec(expression) ?? []
    if (constant !== undefined && notInList(constant, question, cell, issues)) return {}
    return { value: { expression, onUpdate: false }, type: typed.type }
  }
  const literal = literalOf(cell.text, columnType(question), question)
  if (literal === null) {
    issues?.add('default.notOfType', at, { type: question.type, value: cell.text })
    return {}
  }
  if (notInList(cell.text, question, cell, issues)) return {}
  return { value: { expression: literal, onUpdate: false } }
}

function notInList(text: string, question: Question, cell: Cell, issues: IssueList | null): boolean {
  const missing = missingChoices(text, question)
  if (missing.length === 0) return false
  const params = { value: missing.join(' '), list: question.list?.name ?? '' }
  issues?.add('default.notInList', { ...cell, question: question.name }, params)
  return true
}

/** Hidden values take the type of their expression; the others' expression has to give the column's. */
function translateTyped(
  state: ScopeState,
  question: Question,
  owner: Owner,
  cell: Cell,
  role: 'calculation' | 'default',
  issues: IssueList | null,
): { translation: Translated; type: ColumnType } | null {
  const own = { cell, role, question: question.name }
  const free = question.type === 'calculate' || question.type === 'hidden'
  if (!free) {
    const type = columnType(question)
    const result = isMultiple(question) ? 'set' : question.type === 'time' ? 'time' : type
    const translation = translateCell({ ...own, scope: scopeOf(state, owner, 'default', result), issues })
    return translation && { translation, type }
  }
  const first = translateCell({ ...own, scope: scopeOf(state, owner, 'default'), issues })
  if (first === null) return null
  const type = calculatedType(first.type)
  if (type === first.type) return { translation: first, type }
  const again = translateCell({ ...own, scope: scopeOf(state, owner, 'default', type), issues: null })
  return again && { translation: again, type }
}
