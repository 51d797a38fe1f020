import type { ComputedValue, PreviewItem, SampleRecord } from '#worker/api/preview.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { FormNode } from '#worker/domain/xlsform/model.ts'
import { keyOf, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { previewQuestion } from '#worker/domain/xlsform/preview/question.ts'
import { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import { filledIn } from '#worker/domain/xlsform/preview/words.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'
import { toText } from '#worker/domain/xpath/evaluate/value.ts'

/** A form as a person sees it with these answers: root groups are pages, in the order of the form. */
export interface Preview {
  pages: PreviewPage[]
  /** Of the survey; repeats' own stand with their records. */
  computed: ComputedValue[]
}

export interface PreviewPage {
  title: string
  visible: boolean
  /** What stands on it, in the order of the form. */
  nodes: FormNode[]
  items: PreviewItem[]
}

/** The form with these answers in it: what is visible, valid and computed. Pure, and never throws. */
export function previewForm(prepared: PreparedForm, sample: SampleRecord, outside: Outside): Preview {
  const { form, survey } = prepared
  const record = new FormRecord(prepared, sample, outside, { layer: survey, parent: null, position: 1 })
  record.settle()
  const pages: PreviewPage[] = []
  let loose: PreviewPage | null = null
  let looseCount = 0
  for (const node of survey.root) {
    if (node.kind === 'group' && node.control === 'group') {
      loose = null
      const title = filledIn(node.label, node, record) || node.name
      const items = itemsOf(node.children, record)
      pages.push({ title, visible: record.relevant(node), nodes: [node], items })
    } else {
      const items = itemsOf([node], record)
      if (items.length === 0) continue
      if (loose === null) {
        // Called as the project's tabs are.
        looseCount++
        const title = looseCount === 1 ? form.title : `${form.title} (${looseCount})`
        loose = { title, visible: true, nodes: [], items: [] }
        pages.push(loose)
      }
      loose.items.push(...items)
      loose.nodes.push(node)
    }
  }
  return { pages: pages.filter((page) => page.items.length > 0), computed: computedOf(record) }
}

function itemsOf(nodes: FormNode[], record: FormRecord): PreviewItem[] {
  return nodes.flatMap((node): PreviewItem[] => {
    if (node.kind === 'question') return isHidden(node) ? [] : [previewQuestion(node, record)]
    const { row } = node
    const [label, visible] = [filledIn(node.label, node, record), record.relevant(node)]
    if (node.control === 'group') {
      const items = itemsOf(node.children, record)
      return items.length === 0 ? [] : [{ kind: 'group', label, row, visible, items }]
    }
    const layer = record.prepared.layerOf.get(node)
    const records = layer === undefined ? [] : (record.children.get(layer) ?? [])
    return [
      {
        kind: 'repeat',
        key: keyOf(node),
        label: label || node.name,
        row,
        visible,
        records: records.map((one) => ({ items: itemsOf(one.layer.root, one), computed: computedOf(one) })),
      },
    ]
  })
}

function computedOf(record: FormRecord): ComputedValue[] {
  return record.layer.questions
    .filter((question) => isHidden(question))
    .map((question) => ({
      key: keyOf(question),
      name: question.name,
      row: question.row,
      value: toText(record.value(question)),
    }))
}
