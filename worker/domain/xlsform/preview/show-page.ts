import type { FormPreview, PreviewItem, SampleRecord } from '#worker/api/preview.ts'
import { runsFromRight } from '#worker/domain/qgis/markup.ts'
import type { FormNode } from '#worker/domain/xlsform/model.ts'
import { freshRecord } from '#worker/domain/xlsform/preview/fresh-record.ts'
import type { PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { previewForm } from '#worker/domain/xlsform/preview/preview.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'

/** The form with these answers (null: a new record) and one of its pages in full, the last when there are fewer. */
export function showPage(
  prepared: PreparedForm,
  asked: { page: number; record: SampleRecord | null },
  outside: Outside,
): FormPreview {
  const { form, survey } = prepared
  const record = asked.record ?? freshRecord(prepared, outside, survey)
  const { pages, computed } = previewForm(prepared, record, outside)
  const page = Math.max(0, Math.min(asked.page, pages.length - 1))
  return {
    title: form.title,
    languages: form.languages,
    language: form.language,
    direction: directionOf(survey.root),
    sheet: survey.questions[0]?.sheet ?? 'survey',
    pages: pages.map(({ title, visible, nodes, items }) => ({
      title,
      visible,
      rows: nodes.flatMap(rowsOf),
      invalid: visible ? items.flatMap(invalidIn) : [],
    })),
    page,
    items: pages[page]?.items ?? [],
    computed,
    record: asked.record === null ? record : null,
  }
}

function rowsOf(node: FormNode): number[] {
  return node.kind === 'question' ? [node.row] : [node.row, ...node.children.flatMap(rowsOf)]
}

function invalidIn(item: PreviewItem): number[] {
  if (item.kind === 'question') return item.visible && !item.valid ? [item.row] : []
  if (!item.visible) return []
  return item.kind === 'group'
    ? item.items.flatMap(invalidIn)
    : item.records.flatMap(({ items }) => items.flatMap(invalidIn))
}

/** The way that most labels run in. */
function directionOf(nodes: FormNode[]): FormPreview['direction'] {
  const labels = nodes.flatMap(labelsOf).filter((label) => /\p{L}/u.test(label))
  const fromRight = labels.filter(runsFromRight)
  return fromRight.length * 2 > labels.length ? 'rtl' : 'ltr'
}

function labelsOf(node: FormNode): string[] {
  return node.kind === 'question' ? [node.label] : [node.label, ...node.children.flatMap(labelsOf)]
}
