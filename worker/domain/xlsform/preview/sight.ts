import type { ChoiceList, FormLayer, FormNode } from '#worker/domain/xlsform/model.ts'
import { nameInForm } from '#worker/domain/xlsform/list-tables.ts'
import type { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import type { Found, Row, Sight } from '#worker/domain/xpath/evaluate/sight.ts'

/** What an expression of that node sees from that record. */
export function sightFrom(record: FormRecord, node: FormNode, columns: Row | null): Sight {
  const { form, names } = record.prepared
  return {
    self: node.kind === 'question' ? record.given(node) : null,
    resolve: (name) => resolveFrom(record, node, name),
    columns,
    list: (id) => {
      const list = form.lists.get(id) ?? form.findFile(id)
      return list === null ? null : list.choices.map((choice) => choiceRow(list, choice))
    },
    choices: (name) => {
      const found = names.find(name, node)?.node
      const choices = found?.kind === 'question' ? found.list?.choices : undefined
      return choices?.map((choice) => ({ name: nameInForm(choice), label: choice.label })) ?? null
    },
    position: record.parent === null ? null : record.position,
    version: form.version ?? '',
    outside: record.outside,
  }
}

/** A choice with its columns; those that its sheet has and this list lacks are empty. */
export function choiceRow(list: ChoiceList, choice: ChoiceList['choices'][number]): Row {
  return {
    read: (name) => {
      if (name === 'name') return nameInForm(choice)
      if (name === 'label') return choice.label
      return choice.extra.get(name) ?? (list.sheetColumns.includes(name) ? '' : null)
    },
    resolve: () => null,
  }
}

function resolveFrom(record: FormRecord, node: FormNode, name: string): Found | null {
  const entry = record.prepared.names.find(name, node)
  if (entry === null) return null
  if (entry.kind === 'group') return { kind: 'group' }
  const single = entry.node.kind === 'question' ? recordAbove(record, entry.layer) : null
  if (single !== null && entry.node.kind === 'question')
    return { kind: 'value', value: single.value(entry.node) }
  const records = recordsOf(record, entry.layer)
  const column = entry.node.kind === 'question' ? name : null
  return { kind: 'rows', rows: records.map((one) => recordRow(one, record, node)), column }
}

/** The record itself or the one around it that belongs to the layer. */
function recordAbove(record: FormRecord, layer: FormLayer): FormRecord | null {
  for (let one: FormRecord | null = record; one !== null; one = one.parent)
    if (one.layer === layer) return one
  return null
}

/** All records of a layer below the nearest record that has some, in order. */
function recordsOf(record: FormRecord, layer: FormLayer): FormRecord[] {
  const path: FormLayer[] = []
  for (let one: FormLayer | null = layer; one !== null; one = one.parent) path.unshift(one)
  let above = record
  while (above.parent !== null && (above.layer === layer || !path.includes(above.layer))) above = above.parent
  const below = path.slice(path.indexOf(above.layer) + 1)
  return below.reduce((records, next) => records.flatMap((one) => one.children.get(next) ?? []), [above])
}

/** A record of a repeat as that node of `owner` sees it; in predicates the owner's answers come before the row's. */
function recordRow(record: FormRecord, owner: FormRecord, node: FormNode): Row {
  const { names } = record.prepared
  const owned = recordAbove(owner, record.layer) !== null
  const read = (name: string) => {
    const question = record.layer.questions.find((one) => one.name === name)
    return question === undefined ? null : record.value(question)
  }
  return {
    read,
    resolve: (name) => {
      if (owned || names.find(name, node)?.layer !== record.layer) return null
      const value = read(name)
      return value === null ? null : { kind: 'value', value }
    },
  }
}
