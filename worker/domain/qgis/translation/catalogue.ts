import { aliasOf } from '#worker/domain/qgis/field-plan.ts'
import { plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FormElement, Message, ProjectPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { labelColumns } from '#worker/domain/qgis/translation/label-columns.ts'
import type { ChoiceList, CompiledForm, Group } from '#worker/domain/xlsform/model.ts'

/**
 * Everything that QGIS looks up in a project's translation while it reads it: aliases, titles of containers, names of
 * relations, and the column that a list shows. Layers keep their names, since expressions call them by name. Where
 * one text has two translations in the same place, the first one counts.
 */
export function catalogue(
  form: CompiledForm,
  plan: Pick<ProjectPlan, 'layers' | 'relations'>,
  code: string,
): Message[] {
  const words = wordsOf(form, code)
  const messages = new Map<string, Message>()
  const add = (context: string, source: string, translation: string | undefined) => {
    const key = `${context}\n${source}`
    if (source === '' || translation === undefined || translation === '' || messages.has(key)) return
    messages.set(key, { context, source, translation })
  }
  for (const layer of plan.layers) {
    if (layer.kind !== 'vector' || layer.form.length === 0) continue
    const context = `project:layers:${layer.id}`
    for (const { name, alias, widget } of layer.fields) {
      if (widget.type === 'Hidden') continue
      add(`${context}:fieldaliases`, alias, words.aliases.get(`${name}\n${alias}`))
      if (widget.type !== 'ValueRelation') continue
      const column = words.columns.get(String(widget.config['LayerName']))
      add(`${context}:fields:${name}:valuerelationvalue`, String(widget.config['Value']), column)
    }
    for (const title of titlesOf(layer)) add(`${context}:formcontainers`, title, words.titles.get(title))
  }
  for (const { name } of plan.relations) add('project:relations', name, words.titles.get(name))
  return [...messages.values()]
}

interface Words {
  /** By column and alias. */
  aliases: Map<string, string>
  /** By the titles of groups and repeats. */
  titles: Map<string, string>
  /** By the tables of lists. */
  columns: Map<string, string>
}

function wordsOf(form: CompiledForm, code: string): Words {
  const words: Words = { aliases: new Map(), titles: new Map(), columns: new Map() }
  const lists = new Set<ChoiceList>()
  const groups = new Set<Group>()
  for (const question of form.layers.flatMap((layer) => layer.questions)) {
    for (const group of question.groups) groups.add(group)
    if (question.list) lists.add(question.list)
    const text = question.cells.label?.others?.get(code)
    if (text === undefined || question.column === null) continue
    const starred = form.translated.nodes.get(question)?.required === true
    words.aliases.set(`${question.column}\n${aliasOf(question.label, starred)}`, aliasOf(text, starred))
  }
  for (const { name, label, cells } of groups) {
    const text = cells.label?.others?.get(code)
    const title = plainTitle(label) || name
    if (text !== undefined && !words.titles.has(title)) words.titles.set(title, plainTitle(text))
  }
  const { own } = form.words
  const its = form.words.others.get(code)
  for (const key of ['attributes', 'moreInfo'] as const) {
    if (its && !words.titles.has(own[key])) words.titles.set(own[key], its[key])
  }
  for (const list of lists) {
    const column = labelColumns(list).get(code)
    if (column !== undefined) words.columns.set(list.table, column)
  }
  return words
}

function titlesOf(layer: VectorLayerPlan): string[] {
  const below = (element: FormElement): string[] =>
    element.kind === 'tab' || element.kind === 'group'
      ? [...(element.showLabel ? [element.name] : []), ...element.children.flatMap(below)]
      : []
  return layer.form.flatMap(below)
}
