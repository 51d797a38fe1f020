import { type Place, placeId } from '#renderer/features/preview/sample.ts'
import type { ComputedValue, PreviewItem, PreviewQuestion, PreviewRepeat } from '#worker/api/preview.ts'

/** One line of a page. `id` is its own on the page; `visible` is false while a condition keeps it closed. */
export type Row = { id: string; depth: number; visible: boolean; place: Place } & (
  | { kind: 'question'; question: PreviewQuestion }
  | { kind: 'group'; label: string; row: number }
  | { kind: 'repeat'; repeat: PreviewRepeat }
  | { kind: 'entry'; repeat: PreviewRepeat; number: number }
  | { kind: 'add'; repeat: PreviewRepeat }
  | { kind: 'computed'; values: ComputedValue[] }
)

/** A page's tree as lines, hidden ones too, so that a line keeps its place when others open and close. */
export function rowsOf(
  items: PreviewItem[],
  around: { place: Place; depth: number; visible: boolean } = { place: [], depth: 0, visible: true },
): Row[] {
  const { place, depth } = around
  const inside = placeId(place)
  return items.flatMap((item): Row[] => {
    const visible = around.visible && item.visible
    if (item.kind === 'question') {
      return [{ kind: 'question', id: `${inside} ${item.key}`, depth, visible, place, question: item }]
    }
    const id = `${inside} ${item.row}`
    if (item.kind === 'group') {
      const { label, row } = item
      const heading: Row[] = label === '' ? [] : [{ kind: 'group', id, depth, visible, place, label, row }]
      const below = { place, depth: label === '' ? depth : depth + 1, visible }
      return [...heading, ...rowsOf(item.items, below)]
    }
    return [
      { kind: 'repeat', id, depth, visible, place, repeat: item },
      ...item.records.flatMap(({ items: inner, computed }, index): Row[] => {
        const own = [...place, { repeat: item.key, index }]
        const at = { depth: depth + 1, visible, place: own }
        const values = computed.filter(({ value }) => value !== '')
        return [
          { kind: 'entry', id: `${placeId(own)} entry`, ...at, repeat: item, number: index + 1 },
          ...rowsOf(inner, at),
          ...(values.length > 0
            ? [{ kind: 'computed' as const, id: `${placeId(own)} computed`, ...at, values }]
            : []),
        ]
      }),
      { kind: 'add', id: `${id} add`, depth: depth + 1, visible, place, repeat: item },
    ]
  })
}

/** The row of the survey sheet that a line stands for; null for those that stand for none of their own. */
export function sheetRowOf(row: Row): number | null {
  if (row.kind === 'question') return row.question.row
  if (row.kind === 'group') return row.row
  return row.kind === 'repeat' ? row.repeat.row : null
}
