import { toPlain } from '#worker/domain/qgis/markup.ts'
import type { FormNode } from '#worker/domain/xlsform/model.ts'
import { nameInForm } from '#worker/domain/xlsform/list-tables.ts'
import type { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import { toText, toWords } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

/** `${x}`, and `<output value="…"/>` of XForms. */
const insert = /\$\{[^{}]*\}|<output\s+value\s*=\s*(?:"([^"]*)"|'([^']*)')\s*(?:\/>|>\s*<\/output>)/gu

/** A label or hint as plain text with the record's answers in it; answers to selects show the choice's label. */
export function filledIn(text: string, node: FormNode, record: FormRecord): string {
  const inserts: string[] = []
  const marked = text.replaceAll(insert, (all, one?: string, other?: string) => {
    inserts.push(one ?? other ?? all)
    return `\${${inserts.length - 1}}`
  })
  return toPlain(marked).replaceAll(/\$\{(\d+)\}/gu, (_, index: string) =>
    answerIn(inserts[Number(index)] ?? '', node, record),
  )
}

function answerIn(xpath: string, node: FormNode, record: FormRecord): string {
  const parsed = parseXPath(xpath)
  const value = record.compute(
    node,
    parsed.ok ? { kind: 'expression', ast: parsed.ast } : { kind: 'broken', problem: parsed.problem },
  )
  const name = parsed.ok && parsed.ast.kind === 'reference' ? parsed.ast.name : null
  return value === null ? '' : shown(value, name, node, record)
}

function shown(value: Value, name: string | null, node: FormNode, record: FormRecord): string {
  const asked = name === null ? undefined : record.prepared.names.find(name, node)?.node
  const list = asked?.kind === 'question' ? asked.list : null
  if (!list) return toText(value)
  const words = asked?.kind === 'question' && asked.type === 'select_one' ? [toText(value)] : toWords(value)
  return words
    .map((word) => list.choices.find((choice) => nameInForm(choice) === word)?.label ?? '')
    .join(', ')
}
