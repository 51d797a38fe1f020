import { readChoices, readFileList, type ListReading } from '#worker/domain/xlsform/choices.ts'
import type { Place } from '#worker/domain/xlsform/issues.ts'
import type { Cells, ChoiceList } from '#worker/domain/xlsform/model.ts'
import { parseParameters } from '#worker/domain/xlsform/parameters.ts'
import type { RowType } from '#worker/domain/xlsform/question-types.ts'
import type { FormSheets } from '#worker/domain/xlsform/sheets.ts'
import { withOther } from '#worker/domain/xlsform/specify-other.ts'

type SelectType = Extract<RowType, { kind: 'select' }>

/** The list of a select; `layer` when its choices are the seed features; null, with an issue, when there is none. */
export type FindList = (type: SelectType, cells: Cells, place: Place) => ChoiceList | 'layer' | null

export interface Lists {
  find: FindList
  /** By name; those of selects with `or_other` too. */
  lists: Map<string, ChoiceList>
  /** The list that fills a sheet, by its file's name or stem, for instance() and pulldata(). */
  findFile: (id: string) => ChoiceList | null
  foundFiles: () => ChoiceList[]
}

/** Every list that the form's questions or expressions can name. */
export function collectLists(sheets: FormSheets, reading: ListReading): Lists {
  const { issues } = reading
  const lists = sheets.choices
    ? readChoices(sheets.choices, 'choices', reading)
    : new Map<string, ChoiceList>()
  const external = sheets.externalChoices
    ? readChoices(sheets.externalChoices, 'external', reading)
    : new Map<string, ChoiceList>()
  const files = new Map<string, ChoiceList>()

  const fileList = (name: string, cells: Cells): ChoiceList | null => {
    const stem = stemOf(name)
    const known = files.get(stem)
    const sheet = sheets.others.get(stem)
    if (known || !sheet) return known ?? null
    const { value = 'name', label = 'label' } = parseParameters(cells.parameters?.text ?? '')
    const list = readFileList(sheet, { value, label }, reading)
    files.set(stem, list)
    return list
  }

  const find: FindList = (type, cells, place) => {
    if (type.list === '') {
      issues.add('list.notNamed', place)
      return null
    }
    if (type.source === 'file') {
      const list = fileList(type.list, cells)
      if (list === null && /(^|\/)features\.[^.]*$|\.geojson$/i.test(type.list)) return 'layer'
      if (list === null) issues.add('list.fileMissing', place, { file: type.list })
      return list
    }
    const list = (type.source === 'external' ? external : lists).get(type.list) ?? null
    if (list === null) issues.add('list.missing', place, { list: type.list })
    if (list === null || !type.orOther) return list
    const name = `${list.name}_or_other`
    const extended = lists.get(name) ?? withOther(list, name, reading.tableOf(name))
    lists.set(name, extended)
    return extended
  }
  return { find, lists, findFile: (id) => fileList(id, {}), foundFiles: () => [...files.values()] }
}

/** `lists/Fruits.csv` is known as `fruits`. */
function stemOf(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return base.replace(/\.[^.]*$/, '').toLowerCase()
}
