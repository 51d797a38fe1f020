import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { FormPreview, type PreviewItem, type SampleRecord } from '#worker/api/preview.ts'
import { fingerprintForm } from '#worker/intake/fingerprint.ts'
import { readFormFile } from '#worker/intake/form-file.ts'
import { createPreparedForms } from '#worker/preview/prepared-forms.ts'
import { previewHandlers } from '#worker/rpc/handlers/preview.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-preview-'))
const path = join(folder, 'water.md')
const stopping = new AbortController().signal
let reads = 0

const survey = `
| survey |
| | type | name | label::English (en) | label::العربية (ar) | relevant | constraint | constraint_message::English (en) | default | calculation |
| | integer | people | How many people? | كم عدد الناس؟ | | . > 0 | More than none | | |
| | begin_group | water | Water | ماء | | | | | |
| | select_one source | from | Where from? | من أين؟ | \${people} > 2 | | | well | |
| | begin_repeat | jar | Jar | جرة | | | | | |
| | decimal | litres | Litres | لتر | | | | 20 | |
| | end_repeat | | | | | | | | |
| | end_group | | | | | | | | |
| | calculate | all | | | | | | | sum(\${litres}) |
| | calculate | code | | | | | | | digest('abc', 'SHA-1', 'hex') |
`
const choices = (more: string) => `
| choices |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | source | well | Well | بئر |
${more}`

const open = () =>
  previewHandlers(
    createPreparedForms(
      {
        words: new Map(),
        read: (file, signal) => {
          reads++
          return readFormFile(file, signal)
        },
        fingerprint: fingerprintForm,
      },
      { now: () => Date.UTC(2026, 4, 4), random: () => 0.25 },
      stopping,
    ),
  )

beforeEach(() => {
  reads = 0
  writeFileSync(path, `${survey}${choices('')}`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const names = (items: PreviewItem[]): string[] =>
  items.flatMap((item) => {
    if (item.kind === 'question') return item.visible ? [item.name] : [`(${item.name})`]
    return item.kind === 'group' ? names(item.items) : item.records.flatMap((one) => names(one.items))
  })

test('a new record, then what is typed into it: one page in full and all pages by their state', async () => {
  const handlers = open()
  const first = FormPreview.parse(await handlers['preview.show']({ path, page: 0, record: null }))
  expect(first).toMatchObject({
    title: 'water',
    language: 'English (en)',
    direction: 'ltr',
    sheet: 'survey',
    page: 0,
    pages: [
      { title: 'water', visible: true, invalid: [] },
      { title: 'Water', visible: true, invalid: [] },
    ],
    record: { answers: { 'water/from': 'well' }, repeats: {} },
  })
  expect(first.pages.map(({ rows }) => rows)).toEqual([[2], [3, 4, 5, 6]])
  const record: SampleRecord = { answers: { ...first.record?.answers, people: '-1' }, repeats: {} }
  const wrong = await handlers['preview.show']({ path, page: 0, record })
  expect(wrong.pages.map(({ invalid }) => invalid)).toEqual([[2], []])
  expect(wrong.items).toMatchObject([{ name: 'people', valid: false, message: 'More than none' }])
  expect(wrong.record).toBeNull()
  const second = await handlers['preview.show']({ path, page: 7, record })
  expect([second.page, names(second.items)]).toEqual([1, ['(from)']])
  const many = { answers: { people: '3' }, repeats: {} }
  expect(names((await handlers['preview.show']({ path, page: 1, record: many })).items)).toEqual(['from'])
  expect(reads).toBe(1)
})

test('an entry of a repeat starts with its defaults, and what is computed over them follows', async () => {
  const handlers = open()
  const entry = await handlers['preview.entry']({ path, repeat: 'water/jar' })
  expect(entry).toEqual({ answers: { 'water/jar/litres': '20' }, repeats: {} })
  const { computed } = await handlers['preview.show']({
    path,
    page: 1,
    record: { answers: {}, repeats: { 'water/jar': [entry, entry] } },
  })
  expect(computed.map(({ name, value }) => [name, value])).toEqual([
    ['all', '40'],
    ['code', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ])
  await expect(handlers['preview.entry']({ path, repeat: 'nobody' })).rejects.toMatchObject({
    code: 'contract.invalidInput',
  })
})

test('another language turns the form around, and an unknown one is an error in words', async () => {
  const handlers = open()
  const arabic = await handlers['preview.show']({ path, language: 'العربية (ar)', page: 0, record: null })
  expect(arabic).toMatchObject({ direction: 'rtl', items: [{ label: 'كم عدد الناس؟' }] })
  await expect(
    handlers['preview.show']({ path, language: 'Klingon', page: 0, record: null }),
  ).rejects.toMatchObject({ code: 'form.languageUnknown' })
})

test('a form that changed on disk is read again, and one that went away says so', async () => {
  const handlers = open()
  const record = { answers: { people: '9' }, repeats: {} }
  const choicesNow = async () => {
    const { items } = await handlers['preview.show']({ path, page: 1, record })
    const [from] = items
    return from?.kind === 'question' ? from.choices?.map(({ label }) => label) : null
  }
  expect(await choicesNow()).toEqual(['Well'])
  expect(await choicesNow()).toEqual(['Well'])
  writeFileSync(path, `${survey}${choices('| | source | tap | Tap | صنبور |')}`)
  expect(await choicesNow()).toEqual(['Well', 'Tap'])
  expect(reads).toBe(2)
  rmSync(path)
  await expect(choicesNow()).rejects.toMatchObject({ code: 'input.missing' })
})
