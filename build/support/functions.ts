import { lossOf } from '#build/support/loss.ts'
import { code, shortened, table } from '#build/support/markdown.ts'
import { sampleOf } from '#build/support/sample.ts'
import { foreignFunctions, functionRules } from '#worker/domain/qgis/expression/functions.ts'
import type { Words } from '#worker/words/words.ts'

/** A call of each function, where it is not the function of one number. */
const examples: Record<string, string> = {
  true: 'true()',
  false: 'false()',
  not: 'not(${n} > 1)',
  boolean: 'boolean(${n})',
  if: "if(${n} > 1, 'a', 'b')",
  coalesce: 'coalesce(${t}, ${u})',
  once: 'once(${t})',
  concat: 'concat(${t}, ${u})',
  contains: "contains(${t}, 'a')",
  'starts-with': "starts-with(${t}, 'a')",
  'ends-with': "ends-with(${t}, 'a')",
  translate: "translate(${t}, 'ab', 'AB')",
  'substring-before': "substring-before(${t}, '-')",
  'substring-after': "substring-after(${t}, '-')",
  substr: 'substr(${t}, 1, 3)',
  substring: 'substring(${t}, 2, 3)',
  regex: "regex(${t}, '^a+$')",
  uuid: 'uuid()',
  digest: "digest(${t}, 'SHA-256', 'hex')",
  version: 'version()',
  round: 'round(${n}, 2)',
  pow: 'pow(${n}, 2)',
  atan2: 'atan2(${n}, 2)',
  pi: 'pi()',
  random: 'random()',
  today: 'today()',
  now: 'now()',
  date: 'date(${t})',
  'date-time': 'date-time(${t})',
  'decimal-date-time': 'decimal-date-time(${d})',
  'decimal-time': 'decimal-time(${c})',
  'format-date': "format-date(${d}, '%Y-%m')",
  'format-date-time': "format-date-time(${d}, '%Y-%m-%d %H:%M')",
  selected: "selected(${m}, 'mud')",
  'selected-at': 'selected-at(${m}, 0)',
  'count-selected': 'count-selected(${m})',
  'jr:choice-name': "jr:choice-name(${s}, '${s}')",
  pulldata: "pulldata('prices', 'label', 'name', ${s})",
  count: 'count(${r})',
  'count-non-empty': 'count-non-empty(${rn})',
  sum: 'sum(${rn})',
  min: 'min(${rn})',
  max: 'max(${rn})',
  join: "join(', ', ${rt})",
  'indexed-repeat': 'indexed-repeat(${rn}, ${r}, 1)',
  position: 'position(..)',
  checklist: 'checklist(1, 2, ${n} > 1, ${n} > 2)',
  'weighted-checklist': 'weighted-checklist(1, 2, ${n} > 1, 1, ${n} > 2, 1)',
  area: 'area(${g})',
  perimeter: 'perimeter(${g})',
  distance: 'distance(${g})',
  geofence: 'geofence(${p}, ${g})',
  intersects: 'intersects(${g})',
  'string-length': 'string-length(${t})',
  'normalize-space': 'normalize-space(${t})',
  'base64-decode': 'base64-decode(${t})',
  'boolean-from-string': 'boolean-from-string(${t})',
  number: 'number(${t})',
  instance: "instance('walls')/root/item[name = ${s}]/label",
  current: 'current()/../t',
}

const before = [
  { type: 'text', name: 't', label: 'T' },
  { type: 'text', name: 'u', label: 'U' },
  { type: 'integer', name: 'n', label: 'N' },
  { type: 'date', name: 'd', label: 'D' },
  { type: 'time', name: 'c', label: 'C' },
  { type: 'select_one walls', name: 's', label: 'S' },
  { type: 'select_multiple walls', name: 'm', label: 'M' },
  { type: 'geoshape', name: 'g', label: 'G' },
  { type: 'geopoint', name: 'p', label: 'P' },
]
const repeat = [
  { type: 'begin repeat', name: 'r', label: 'R' },
  { type: 'integer', name: 'rn', label: 'RN' },
  { type: 'text', name: 'rt', label: 'RT' },
]
const end = { type: 'end repeat' }

/** Every function that the translator knows, with a call of it and what becomes of that in a calculation. */
export function functionTable(words: Words): string {
  const rows = [...functionRules].map(([name, { least, most }]) => {
    const call = examples[name] ?? `${name}(\${n})`
    const [written, ...loss] = translated(call, name === 'position', words)
    const count = least === most ? String(least) : `${least}–${Number.isFinite(most) ? most : '∞'}`
    return [code(name), count, code(call), code(shortened(written)), ...loss]
  })
  const foreign = [...foreignFunctions].map((name) => {
    const call = examples[name] ?? `${name}()`
    const [written, ...loss] = translated(call, false, words)
    return [code(name), '', code(call), code(shortened(written)), ...loss]
  })
  const headers = ['Function', 'Arguments', 'XPath', 'QGIS expression', 'Loss', 'What is said']
  return table(headers, [...rows, ...foreign])
}

function translated(call: string, inRepeat: boolean, words: Words): [string, string, string] {
  const question = { type: 'calculate', name: 'q', calculation: call }
  const rows = inRepeat ? [...before, ...repeat, question, end] : [...before, ...repeat, end, question]
  const { plan, issues } = sampleOf(rows)
  const fields = plan.layers.flatMap((layer) => (layer.kind === 'vector' ? layer.fields : []))
  const written = fields.find(({ name }) => name === 'q')?.default?.expression ?? ''
  return [
    written,
    ...lossOf(
      issues.filter((issue) => issue.question === 'q'),
      words,
    ),
  ]
}
