import { differences, versionsOf } from '#build/support/describe.ts'
import { lossOf } from '#build/support/loss.ts'
import { code, table } from '#build/support/markdown.ts'
import { sampleOf, type SampleRow } from '#build/support/sample.ts'
import { surveyWords } from '#worker/domain/xlsform/headers.ts'
import type { Words } from '#worker/words/words.ts'

interface Example {
  /** Type of the question; `text` when left out. */
  type?: string
  cell: string
}

/** A cell to try each column with. */
const examples: Record<string, Example> = {
  type: { type: 'integer', cell: 'decimal' },
  name: { cell: 'renamed' },
  label: { cell: 'A label' },
  hint: { cell: 'A hint' },
  guidance_hint: { cell: 'More to know' },
  relevant: { cell: "${first} = 'a'" },
  constraint: { type: 'integer', cell: '. > 0' },
  constraint_message: { type: 'integer', cell: 'More than nothing' },
  required: { cell: 'yes' },
  required_message: { cell: 'Needed' },
  readonly: { cell: "${first} = 'a'" },
  default: { cell: 'a' },
  calculation: { cell: "concat(${first}, 'a')" },
  trigger: { cell: '${first}' },
  choice_filter: { type: 'select_one walls', cell: 'name = ${first}' },
  parameters: { cell: 'rows=5' },
  appearance: { cell: 'multiline' },
  repeat_count: { type: 'begin repeat', cell: '3' },
  disabled: { cell: 'yes' },
  rows: { cell: '5' },
  save_to: { cell: 'a' },
  intent: { type: 'begin group', cell: 'org.example.app' },
  autoplay: { cell: 'audio' },
  image: { type: 'note', cell: 'a.jpg' },
  'big-image': { type: 'note', cell: 'a.jpg' },
  audio: { type: 'note', cell: 'a.mp3' },
  video: { type: 'note', cell: 'a.mp4' },
  'odk:length': { cell: '20' },
  no_app_error_string: { cell: 'No such app' },
}

/** Cells that a column only works together with. */
const beside: Record<string, SampleRow> = {
  constraint_message: { constraint: '. > 0' },
  required_message: { required: 'yes' },
  trigger: { calculation: "concat(${first}, 'a')" },
}

/** Every column of the survey sheet that the compiler knows, and what a cell of it changes in the project. */
export function columnTable(words: Words): string {
  const rows = [...surveyWords.known].map((column) => {
    const example = examples[column]
    if (example === undefined) throw new Error(`no example of the column ${column}`)
    const { type = 'text', cell } = example
    const base = { type, name: 'q', label: 'Q', ...beside[column] }
    const [before, after] = [sampleWith(base), sampleWith({ ...base, [column]: cell })]
    const news = after.issues.filter(({ code: one }) => !before.issues.some((issue) => issue.code === one))
    const changed = differences(before, after)
    const also = [...surveyWords.aliases].flatMap(([alias, key]) => (key === column ? [code(alias)] : []))
    return [
      code(column),
      also.join(', '),
      code(cell),
      changed.length === 0 ? 'nothing' : changed.join(', '),
      versionsOf(before) === versionsOf(after) ? '' : versionsOf(after),
      ...lossOf(news, words),
    ]
  })
  return table(['Column', 'Also written', 'Tried with', 'Changes', 'Versions', 'Loss', 'What is said'], rows)
}

function sampleWith(row: SampleRow) {
  const control = /^begin (\w+)/.exec(row['type'] ?? '')?.[1]
  const inside =
    control === undefined ? [] : [{ type: 'text', name: 'i', label: 'I' }, { type: `end ${control}` }]
  return sampleOf([{ type: 'text', name: 'first', label: 'First' }, row, ...inside])
}
