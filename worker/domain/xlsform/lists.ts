import { readChoices, readFileList, type ListReading } from '#worker/domain/xlsform/choices.ts'
import type { Place } from '#worker/domain/xlsform/issues.ts'
import type { Cells, ChoiceList } from '#worker/domain/xlsform/model.ts'
import { parseParameters } from '#worker/domain/xlsform/parameters.ts'
import type { RowType } from '#worker/domain/xlsform/question-types.ts'
import type { FormSheets } from '#worker/domain/xlsform/sheets.ts'
import { parseSearch } from '#worker/domain/xlsform/search.ts'
import { withOther } from '#worker/domain/xlsform/specify-other.ts'

/** Columns of a file with the stored value and its label. */
interface FileKeys {
  value?: string
  label?: string
}

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

  const fileList = (name: string, keys: FileKeys): ChoiceList | null => {
    const { value = 'name', label = 'label' } = keys
    const stem = stemOf(name)
    const id = `${stem}/${value}/${label}`.toLowerCase()
    const known = files.get(id)
    const sheet = sheets.others.get(stem)
    if (known || !sheet) return known ?? null
    const list = readFileList(sheet, { value, label }, reading)
    files.set(id, list)
    return list
  }

  /** For instance() and pulldata(): any list of that file holds its rows. */
  const findFile = (name: string): ChoiceList | null => {
    const start = `${stemOf(name)}/`
    const [, known] = [...files].find(([id]) => id.startsWith(start)) ?? []
    return known ?? fileList(name, {})
  }

  const searched = (type: SelectType, cells: Cells, place: Place): ChoiceList | null => {
    const search = parseSearch(cells.appearance)
    if (search === null) return null
    // The list's own row names the file's columns; choices with a number for a name stand there as they are.
    const template = lists.get(type.list)?.choices.find(({ name }) => !/^-?\d+$/.test(name))
    const label = template?.label.split(',')[0]?.trim()
    const list = fileList(search.file, template && label ? { value: template.name, label } : {})
    if (list === null) issues.add('list.fileMissing', place, { file: search.file })
    return list
  }

  const find: FindList = (type, cells, place) => {
    if (type.list === '') {
      issues.add('list.notNamed', place)
      return null
    }
    if (type.source === 'file') {
      const list = fileList(type.list, {
        ...standardKeys(type.list),
        ...parseParameters(cells.parameters?.text ?? ''),
      })
      if (list === null && /(^|\/)features\.[^.]*$|\.geojson$/i.test(type.list)) return 'layer'
      if (list === null) issues.add('list.fileMissing', place, { file: type.list })
      return withOrOther(type, list, place)
    }
    const fromSearch = searched(type, cells, place)
    if (fromSearch !== null) return fromSearch
    const list = (type.source === 'external' ? external : lists).get(type.list) ?? null
    const answers = /^\$\{\s*(.*?)\s*\}$/.exec(type.list)?.[1]
    if (answers !== undefined) issues.add('list.answers', place, { question: answers })
    else if (list === null) issues.add('list.missing', place, { list: type.list })
    else if (/\s/.test(type.list)) issues.add('list.spaces', place, { list: type.list })
    return withOrOther(type, list, place)
  }

  const withOrOther = (type: SelectType, list: ChoiceList | null, place: Place): ChoiceList | null => {
    if (list === null || !type.orOther) return list
    if (type.source !== 'choices') issues.add('other.notChoices', place, { list: type.list })
    const name = `${list.name}_or_other`
    const extended =
      lists.get(name) ?? withOther(list, { name, table: reading.tableOf(name), words: reading.words })
    lists.set(name, extended)
    return extended
  }
  return { find, lists, findFile, foundFiles: () => [...files.values()] }
}

/** Columns that ODK reads without parameters. */
function standardKeys(file: string): FileKeys {
  return /\.geojson$/i.test(file) ? { value: 'id', label: 'title' } : {}
}

/** `lists/Fruits.csv` is known as `fruits`, `jr://file/old towns.csv` as `old_towns`, as sheets are. */
function stemOf(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return base
    .replace(/\.[^.]*$/, '')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, '_')
}
