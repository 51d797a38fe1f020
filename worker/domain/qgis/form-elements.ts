import { hasReference, plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FieldPlan, FormElement } from '#worker/domain/qgis/plan.ts'
import { entriesOf } from '#worker/domain/qgis/repeat-count.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { FormNode, Group, Question, TranslatedForm } from '#worker/domain/xlsform/model.ts'

type Container = Extract<FormElement, { kind: 'tab' | 'group' }>

/** An element of the form's root, and what it is worth as a page. */
export interface RootPart {
  element: FormElement
  /** A group of the form's own: it makes a tab. */
  page: boolean
  /** Nothing to see: it may go into any tab. */
  silent: boolean
}

/** What the elements of one layer's form are made from. */
export interface FormParts {
  translated: TranslatedForm
  /** Relation of a repeat to this layer. */
  relationOf(repeat: Group): string
  /** Hidden columns with the number of entries that a repeat should have. */
  counts: ReadonlyMap<Group, FieldPlan>
}

/** The form's tree as elements. */
export function rootParts(nodes: FormNode[], parts: FormParts): RootPart[] {
  return nodes.flatMap((node): RootPart[] => {
    const page = node.kind === 'group' && node.control === 'group'
    return elementsOf(node, parts).map((element) => ({ element, page, silent: isUnseen(element) }))
  })
}

/**
 * Root elements for QField: all tabs or no containers at all, since one root container makes it drop every
 * root element that is none. What stands between groups gets a tab in its place.
 */
export function arrangeTabs(parts: RootPart[], title: string): FormElement[] {
  const isContainer = ({ element }: RootPart) => element.kind === 'tab' || element.kind === 'group'
  if (!parts.some(isContainer)) return hiddenLast(parts.map(({ element }) => element))
  const tabs: Container[] = []
  let loose: RootPart[] = []
  let looseTabs = 0
  const settle = () => {
    const children = loose.map(({ element }) => element)
    const last = tabs.at(-1)
    if (loose.length === 0) return
    if (loose.every(({ silent }) => silent) && last) last.children.push(...children)
    else {
      looseTabs += 1
      tabs.push(tabOf(looseTabs === 1 ? title : `${title} (${looseTabs})`, children))
    }
    loose = []
  }
  for (const part of parts) {
    if (part.page && part.element.kind === 'group') {
      const waiting = tabs.length === 0 && loose.every(({ silent }) => silent)
      const before = waiting ? loose.map(({ element }) => element) : []
      if (waiting) loose = []
      settle()
      tabs.push({
        ...part.element,
        kind: 'tab',
        showLabel: true,
        children: [...before, ...part.element.children],
      })
    } else loose.push(part)
  }
  settle()
  return hiddenLast(tabs)
}

/** QGIS leaves an empty line for a hidden field: all of them stand under what is shown. */
function hiddenLast(elements: FormElement[]): FormElement[] {
  const inside = elements.map((element) =>
    element.kind === 'tab' || element.kind === 'group'
      ? { ...element, children: hiddenLast(element.children) }
      : element,
  )
  return [...inside.filter((element) => !isUnseen(element)), ...inside.filter(isUnseen)]
}

function isUnseen(element: FormElement): boolean {
  return element.kind === 'field' && !element.showLabel
}

function tabOf(name: string, children: FormElement[]): Container {
  const visible = shownWith(null, children)
  return { kind: 'tab', name, showLabel: true, visible, collapsed: false, columns: 1, children }
}

/** When a container is shown: like ODK's groups, only while something in it is. */
function shownWith(own: string | null, children: FormElement[]): string | null {
  const seen = children.filter((child) => child.kind !== 'field' || child.showLabel)
  const reasons = seen.flatMap((child) => (child.kind === 'group' && child.visible ? [child.visible] : []))
  if (seen.length === 0 || reasons.length < seen.length) return own
  const [first = '', ...others] = new Set(reasons)
  const any = others.length === 0 ? first : `(${[first, ...others].map((one) => `(${one})`).join(' or ')})`
  return own === null ? any : `(${own}) and (${any})`
}

/** QField joins the visibilities of nested containers with `AND`, word for word. */
function closed(expression: string | null): string | null {
  return expression !== null && /\bor\b/i.test(expression) ? `(${expression})` : expression
}

function elementsOf(node: FormNode, parts: FormParts): FormElement[] {
  const visible = closed(parts.translated.nodes.get(node)?.visible ?? null)
  if (node.kind === 'question') {
    const elements = questionElements(node, parts.translated)
    return visible === null || isHidden(node) ? elements : wrap(node.name, visible, elements)
  }
  if (node.control === 'repeat') {
    // Without a label of its own the element shows its relation's name, which QGIS translates.
    const label = node.cells.label?.others ? '' : plainTitle(node.label) || node.name
    const relation = parts.relationOf(node)
    return wrap(node.name, visible, [
      ...countElements(node, relation, parts),
      { kind: 'relation', relation, label },
    ])
  }
  const children = [
    ...groupText(node, parts.translated),
    ...mediaText(node, parts.translated),
    ...node.children.flatMap((child) => elementsOf(child, parts)),
  ]
  // A group that only keeps values would be an empty page.
  if (children.every(isUnseen)) return children
  const title = plainTitle(node.label)
  return [
    {
      kind: 'group',
      name: title || node.name,
      showLabel: title !== '',
      visible: shownWith(visible, children),
      collapsed: false,
      columns: 1,
      children,
    },
  ]
}

/** QField adds no entries by itself: a line tells how many there are and how many there should be. */
function countElements(repeat: Group, relation: string, { translated, counts }: FormParts): FormElement[] {
  const wanted = translated.nodes.get(repeat)?.repeatCount ?? null
  const column = counts.get(repeat)?.name
  if (wanted === null || column === undefined) return []
  const html = `<b>[% ${entriesOf(relation)} %] / [% coalesce(to_string(${wanted}),'?') %]</b>`
  return [
    { kind: 'field', field: column, showLabel: false },
    { kind: 'text', name: `count_${repeat.name}`, html },
  ]
}

/** A container's title cannot change: a label with `${}` stands as text inside. */
function groupText(group: Group, translated: TranslatedForm): FormElement[] {
  const html = translated.nodes.get(group)?.labelHtml ?? ''
  const { label } = group.cells
  const live = label !== undefined && [label.text, ...(label.others?.values() ?? [])].some(hasReference)
  return live && html !== '' ? [{ kind: 'text', name: `label_${group.name}`, html }] : []
}

/** The field, with its hints as text right under it: QField shows no field comments. */
function questionElements(question: Question, translated: TranslatedForm): FormElement[] {
  const node = translated.nodes.get(question)
  const hint = hintText(question, node?.hintHtml ?? '')
  if (question.type === 'note') {
    const html = node?.labelHtml ?? ''
    const text: FormElement[] = html === '' ? [] : [{ kind: 'text', name: question.name, html }]
    return [...text, ...mediaText(question, translated), ...hint]
  }
  if (question.column === null) return []
  const hidden = isHidden(question)
  const media = mediaText(question, translated)
  const choices = textOf(`choices_${question.name}`, node?.choicesHtml)
  // QGIS shows the label even of a field that it hides.
  const field: FormElement = { kind: 'field', field: question.column, showLabel: !hidden }
  return hidden
    ? [field]
    : [
        ...media,
        field,
        ...rankText(question, node?.rankHtml ?? ''),
        ...choices,
        ...hint,
        ...guidanceText(question, node?.guidanceHtml ?? '', translated.words.moreInfo),
      ]
}

function rankText({ name }: Question, html: string): FormElement[] {
  return html === '' ? [] : [{ kind: 'text', name: `rank_${name}`, html: `<small><i>${html}</i></small>` }]
}

function mediaText(node: FormNode, { nodes }: TranslatedForm): FormElement[] {
  return textOf(`media_${node.name}`, nodes.get(node)?.mediaHtml)
}

function textOf(name: string, html = ''): FormElement[] {
  return html === '' ? [] : [{ kind: 'text', name, html }]
}

function hintText(question: Question, html: string): FormElement[] {
  if (html === '') return []
  return [{ kind: 'text', name: `hint_${question.name}`, html: `<small><i>${html}</i></small>` }]
}

function guidanceText(question: Question, html: string, name: string): FormElement[] {
  if (html === '') return []
  const children: FormElement[] = [{ kind: 'text', name: `guidance_${question.name}`, html }]
  return [
    {
      kind: 'group',
      name,
      showLabel: true,
      visible: null,
      collapsed: true,
      columns: 1,
      children,
    },
  ]
}

function wrap(name: string, visible: string | null, children: FormElement[]): FormElement[] {
  if (visible === null || children.length === 0) return children
  return [{ kind: 'group', name, showLabel: false, visible, collapsed: false, columns: 1, children }]
}
