import type { FormPreview, PreviewItem, PreviewQuestion, PreviewRequest } from '#worker/api/preview.ts'

/** A text question, or what `patch` makes of it. */
const question = (name: string, row: number, patch: Partial<PreviewQuestion> = {}): PreviewQuestion => ({
  kind: 'question',
  key: name,
  name,
  row,
  type: 'text',
  label: `Question ${name}`,
  hint: '',
  guidance: '',
  multiline: false,
  range: null,
  visible: true,
  relevant: '',
  required: false,
  readonly: false,
  computed: false,
  value: '',
  choices: null,
  valid: true,
  message: '',
  problems: [],
  ...patch,
})

const yesNo = [
  { name: 'yes', label: 'Yes' },
  { name: 'no', label: 'No' },
]
const towns = Array.from({ length: 40 }, (_, index) => ({ name: `t${index}`, label: `Town ${index}` }))

/** Two pages with every widget; the worker's part is played by hand: `people` has a rule, `town` a condition. */
export function show({ page, record }: PreviewRequest): FormPreview {
  const answers = record?.answers ?? {}
  const people = answers['people'] ?? ''
  const valid = people !== '' && Number(people) < 40
  const home: PreviewItem[] = [
    question('hello', 2, { type: 'note', label: 'Thank you for taking part.' }),
    question('head', 3, {
      label: 'Who is the head?',
      hint: 'First and family name',
      guidance: 'Ask gently.',
    }),
    question('people', 4, {
      type: 'integer',
      label: 'How many people?',
      required: true,
      value: people,
      valid,
      message: people === '' || valid ? '' : 'Fewer than 40',
    }),
    question('own', 5, { type: 'select_one', label: 'Own house?', choices: yesNo }),
    question('town', 6, {
      type: 'select_one',
      label: 'Which town?',
      choices: towns,
      visible: answers['own'] === 'no',
      relevant: "${own} = 'no'",
    }),
    question('water', 7, { type: 'select_multiple', label: 'Water from', choices: yesNo }),
    question('sure', 8, { type: 'range', label: 'How sure?', range: { start: 0, end: 10, step: 1 } }),
    question('day', 9, { type: 'date', label: 'Day of the visit' }),
    question('photo', 10, { type: 'image', label: 'Photo' }),
    question('agree', 11, { type: 'acknowledge', label: 'They agree' }),
    question('twice', 12, { computed: true, readonly: true, label: 'Twice', value: `${Number(people) * 2}` }),
  ]
  const kids: PreviewItem = {
    kind: 'repeat',
    key: 'kid',
    label: 'Child',
    row: 13,
    visible: true,
    records: (record?.repeats['kid'] ?? []).map(({ answers: own }) => ({
      items: [question('kid/name', 14, { name: 'name', label: 'Name', value: own['kid/name'] ?? '' })],
      computed: [{ key: 'kid/tag', name: 'tag', row: 15, value: `${own['kid/name'] ?? ''}!` }],
    })),
  }
  const remarks = question('remarks', 16, { label: 'Remarks', multiline: true })
  return {
    title: 'Ward 5 buildings',
    languages: [
      { name: 'English (en)', code: 'en' },
      { name: 'العربية (ar)', code: 'ar' },
    ],
    language: 'English (en)',
    direction: 'ltr',
    sheet: 'survey',
    pages: [
      {
        title: 'Household',
        visible: true,
        rows: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        invalid: valid ? [] : [4],
      },
      { title: 'Children', visible: true, rows: [13, 14, 15, 16], invalid: [] },
    ],
    page,
    items: page === 0 ? home : [kids, remarks],
    computed: [{ key: 'total', name: 'total', row: 17, value: people }],
    record: record === null ? { answers: {}, repeats: {} } : null,
  }
}

/** One page of 2,000 questions. */
export function showLong(input: PreviewRequest): FormPreview {
  const items = Array.from({ length: 2000 }, (_, index) => question(`q${index}`, index + 2))
  const rows = items.map(({ row }) => row)
  return { ...show(input), pages: [{ title: 'Long', visible: true, rows, invalid: [] }], items, computed: [] }
}
