import type { Choice, ChoiceList, Question } from '#worker/domain/xlsform/model.ts'
import { otherWords, type FormWords } from '#worker/domain/xlsform/project-words.ts'

/** The list of a select with `or_other`: the same with `other` at its end. */
export function withOther(
  list: ChoiceList,
  { name, table, words }: { name: string; table: string; words: FormWords },
): ChoiceList {
  if (list.choices.some((choice) => choice.name === 'other')) return { ...list, name, table }
  const other: Choice = {
    name: 'other',
    label: words.own.other,
    ...otherWords(words, 'other'),
    extra: new Map(),
  }
  return { ...list, name, table, choices: [...list.choices, other] }
}

/** The text question that follows a select with `or_other`, shown once `other` is chosen. */
export function specifyOther(asked: Question, words: FormWords): Question {
  const at = { sheet: asked.sheet, row: asked.row, column: asked.cells.type?.column ?? 'A' }
  const relevant = { ...at, text: `selected(\${${asked.name}}, 'other')` }
  const label = { ...at, text: words.own.specifyOther, ...otherWords(words, 'specifyOther') }
  return {
    ...asked,
    name: `${asked.name}_other`,
    type: 'text',
    list: null,
    label: label.text,
    hint: '',
    guidance: '',
    constraintMessage: '',
    requiredMessage: '',
    cells: { ...(asked.cells.type ? { type: asked.cells.type } : {}), label, relevant },
    appearance: [],
    parameters: {},
  }
}
