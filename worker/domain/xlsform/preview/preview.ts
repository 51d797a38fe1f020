import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { FormNode, Question } from '#worker/domain/xlsform/model.ts'
import type {
  Preview,
  PreviewItem,
  PreviewPage,
  PreviewQuestion,
  SampleRecord,
} from '#worker/domain/xlsform/preview/model.ts'
import { keyOf, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import { choiceRow } from '#worker/domain/xlsform/preview/sight.ts'
import { filledIn } from '#worker/domain/xlsform/preview/words.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'
import { isEmpty, toText } from '#worker/domain/xpath/evaluate/value.ts'

/** The form with these answers in it: what is visible, valid and computed. Pure, and never throws. */
export function previewForm(prepared: PreparedForm, sample: SampleRecord, outside: Outside): Preview {
  const { form, survey } = prepared
  const record = new FormRecord(prepared, sample, outside, { layer: survey, parent: null, position: 1 })
  record.settle()
  const pages: PreviewPage[] = []
  let loose: PreviewPage | null = null
  for (const node of survey.root) {
    if (node.kind === 'group' && node.control === 'group') {
      loose = null
      const title = filledIn(node.label, node, record) || node.name
      pages.push({ title, visible: record.relevant(node), items: itemsOf(node.children, record) })
    } else {
      const items = itemsOf([node], record)
      if (items.length === 0) continue
      if (loose === null) pages.push((loose = { title: form.title, visible: true, items: [] }))
      loose.items.push(...items)
    }
  }
  return { pages: pages.filter((page) => page.items.length > 0), values: hiddenValues(record) }
}

function itemsOf(nodes: FormNode[], record: FormRecord): PreviewItem[] {
  return nodes.flatMap((node): PreviewItem[] => {
    if (node.kind === 'question') return isHidden(node) ? [] : [questionOf(node, record)]
    const [label, visible] = [filledIn(node.label, node, record), record.relevant(node)]
    if (node.control === 'group') {
      const items = itemsOf(node.children, record)
      return items.length === 0 ? [] : [{ kind: 'group', label, visible, items }]
    }
    const layer = record.prepared.layerOf.get(node)
    const records = layer === undefined ? [] : (record.children.get(layer) ?? [])
    return [
      {
        kind: 'repeat',
        key: keyOf(node),
        label: label || node.name,
        visible,
        records: records.map((one) => ({
          items: itemsOf(one.layer.root, one),
          values: hiddenValues(one),
        })),
      },
    ]
  })
}

function questionOf(question: Question, record: FormRecord): PreviewQuestion {
  const visible = record.relevant(question)
  const required = record.truth(question, 'required', false)
  const value = record.value(question)
  const missing = required && isEmpty(value)
  const broken = !isEmpty(value) && !record.truth(question, 'constraint', true)
  const message = missing ? question.requiredMessage || 'Required' : question.constraintMessage
  const valid = !visible || !(missing || broken)
  return {
    kind: 'question',
    key: keyOf(question),
    name: question.name,
    type: question.type,
    label: filledIn(question.label, question, record),
    hint: filledIn(question.hint, question, record),
    visible,
    required,
    readonly: record.truth(question, 'readonly', false),
    value: toText(value),
    choices: choicesOf(question, record),
    valid,
    message: valid ? '' : message || 'Not a valid answer',
    problems: record.problemsOf(question),
  }
}

function choicesOf(question: Question, record: FormRecord): PreviewQuestion['choices'] {
  const { list } = question
  if (list === null) return null
  return list.choices
    .filter((choice) => record.truth(question, 'choice_filter', true, choiceRow(list, choice)))
    .map(({ name, label }) => ({ name, label }))
}

function hiddenValues(record: FormRecord): Record<string, string> {
  const hidden = record.layer.questions.filter((question) => isHidden(question))
  return Object.fromEntries(hidden.map((question) => [keyOf(question), toText(record.value(question))]))
}
