import type { ChoiceList } from '#worker/domain/xlsform/model.ts'

/** Columns of a list's layer with its labels in other languages, by the languages' codes: `label_fr`. */
export function labelColumns(list: ChoiceList): Map<string, string> {
  const taken = new Set(
    ['fid', 'name', 'label', 'sort_id', ...list.sheetColumns].map((key) => key.toLowerCase()),
  )
  const codes = new Set(list.choices.flatMap((choice) => [...(choice.others?.keys() ?? [])]))
  return new Map(
    [...codes].map((code) => {
      let column = `label_${code.toLowerCase()}`
      while (taken.has(column)) column += '_'
      taken.add(column)
      return [code, column]
    }),
  )
}
