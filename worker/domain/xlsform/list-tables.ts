import { columnOf, placeOf } from '#worker/domain/xlsform/column-names.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Choice, ChoiceList, FormLayer, Question } from '#worker/domain/xlsform/model.ts'

/** Longest list that a widget holds by itself; a longer one is quicker in a layer. */
const longest = 200

/**
 * Whether the select's choices come from a list layer; else they stand in the widget, in the author's order. Words in
 * several languages need a layer: QGIS translates no value map before 3.40, but the column that a list shows.
 */
export function readsLayer(question: Question): boolean {
  if (question.list === null) return false
  return (
    question.type !== 'select_one' ||
    question.cells.choice_filter !== undefined ||
    question.list.choices.length > longest ||
    question.list.choices.some((choice) => (choice.others?.size ?? 0) > 0)
  )
}

/** Characters that QGIS itself uses in the text of a multiple selection. */
const structural = /[,"\\{}]/g

/** Marks the lists that need a layer, and makes their names safe for what stores them. */
export function prepareLists(layers: FormLayer[], issues: IssueList): void {
  for (const question of layers.flatMap((layer) => layer.questions)) {
    const { list } = question
    if (list === null || !readsLayer(question)) continue
    list.inProject = true
    if (question.type === 'select_one') continue
    const taken = new Set(list.choices.map(({ name }) => name))
    for (const choice of list.choices) {
      const { name } = choice
      if (name.search(structural) < 0) continue
      const safe = freeName(name.replaceAll(structural, '_'), taken)
      issues.add('choice.renamed', placeOf(question), { list: list.name, choice: name, name: safe })
      Object.assign(choice, { name: safe, original: name })
    }
  }
}

/** What the form's expressions call a choice. */
export const nameInForm = ({ name, original }: Choice): string => original ?? name

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`
  taken.add(name)
  return name
}

/** Gives each new list a table name of its own. */
export function listTables(): (name: string) => string {
  const taken = new Set<string>()
  return (name) => {
    const own = `list_${columnOf(name).replace(/^_(?=\p{N})/u, '')}`
    let table = own
    for (let number = 2; taken.has(table.toLowerCase()); number += 1) table = `${own}_${number}`
    taken.add(table.toLowerCase())
    return table
  }
}

export function isMultiple(question: { type: Question['type']; list: ChoiceList | null }): boolean {
  return question.type === 'select_multiple' || question.type === 'rank'
}
