import { describe, versionsOf } from '#build/support/describe.ts'
import { lossOf } from '#build/support/loss.ts'
import { code, table } from '#build/support/markdown.ts'
import { sampleOf, type SampleRow } from '#build/support/sample.ts'
import { ruledTypes, typeWords } from '#worker/domain/xlsform/question-types.ts'
import type { Words } from '#worker/words/words.ts'

/** Types that are read by their parts, each as it is written in a form. */
const composed = [
  'select_one walls',
  'select_one walls or_other',
  'select_multiple walls',
  'select_multiple walls or_other',
  'select_one_from_file walls.csv',
  'select_multiple_from_file walls.csv',
  'select_one_external walls',
  'rank walls',
]
const controls = ['group', 'repeat', 'loop over walls']

/** Cells without which a type is not whole. */
const more: Record<string, SampleRow> = {
  audit: { name: 'audit' },
  calculate: { calculation: '1 + 1' },
  range: { parameters: 'start=1 end=5 step=1' },
  'select_one_external walls': { choice_filter: 'true()' },
}

/** Every question type, its aliases, and what the compiler makes of it. */
export function typeTable(words: Words): string {
  const aliases = new Map<string, string[]>()
  for (const [word, type] of typeWords) aliases.set(type, [...(aliases.get(type) ?? []), word])
  const rows = [
    ...[...aliases.values()].map(([first = '', ...others]) => rowOf(first, others, words)),
    ...composed.map((type) => rowOf(type, [], words)),
    ...[...ruledTypes.keys()].map((type) => rowOf(type, [], words)),
    ...controls.map((control) => controlRow(control, words)),
  ]
  return table(['Type', 'Also written', 'In QField', 'Column', 'Versions', 'Loss', 'What is said'], rows)
}

function rowOf(type: string, others: string[], words: Words): string[] {
  const question = { type, name: 'q', label: 'Q', ...more[type] }
  const sample = sampleOf([{ type: 'text', name: 'first', label: 'First' }, question])
  const also = others.map(code).join(', ')
  return [code(type), also, ...describe(sample), versionsOf(sample), ...lossOf(sample.issues, words)]
}

function controlRow(control: string, words: Words): string[] {
  const sample = sampleOf([
    { type: `begin ${control}`, name: 'q', label: 'Q' },
    { type: 'text', name: 'inner', label: 'Inner' },
    { type: `end ${control.split(' ')[0] ?? ''}` },
  ])
  return [
    code(`begin ${control}`),
    '',
    ...describe(sample),
    versionsOf(sample),
    ...lossOf(sample.issues, words),
  ]
}
