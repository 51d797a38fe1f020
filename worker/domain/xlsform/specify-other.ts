import type { ChoiceList, Question } from '#worker/domain/xlsform/model.ts'

/** The choice that `or_other` adds, as pyxform words it. */
const other = { name: 'other', label: 'Other', extra: new Map<string, string>() }

/** The list of a select with `or_other`: the same with `other` at its end. */
export function withOther(list: ChoiceList, name: string, table: string): ChoiceList {
  const has = list.choices.some((choice) => choice.name === other.name)
  return { ...list, name, table, choices: has ? list.choices : [...list.choices, { ...other }] }
}

/** The text question that follows a select with `or_other`, shown once `other` is chosen. */
export function specifyOther(asked: Question): Question {
  const at = { sheet: asked.sheet, row: asked.row, column: asked.cells.type?.column ?? 'A' }
  const relevant = { ...at, text: `selected(\${${asked.name}}, 'other')` }
  return {
    ...asked,
    name: `${asked.name}_other`,
    type: 'text',
    list: null,
    label: 'Specify other.',
    hint: '',
    guidance: '',
    constraintMessage: '',
    requiredMessage: '',
    cells: { ...(asked.cells.type ? { type: asked.cells.type } : {}), relevant },
    appearance: [],
    parameters: {},
  }
}
