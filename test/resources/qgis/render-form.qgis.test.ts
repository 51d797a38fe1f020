import { execa } from 'execa'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { formOf } from '#test/worker/domain/xlsform/form.ts'

const survey = [
  ['type', 'name', 'label', 'relevant', 'required', 'appearance', 'choice_filter', 'read_only', 'default'],
  ['start', 'start', ''],
  ['text', 'line', 'One line', '', 'yes'],
  ['begin group', 'words', 'Words'],
  ['text', 'lines', 'Lines', '', '', 'multiline'],
  ['barcode', 'code', 'Code'],
  ['integer', 'count', 'Count'],
  ['decimal', 'size', 'Size'],
  ['range', 'grade', 'Grade'],
  ['acknowledge', 'agreed', 'Agreed'],
  ['calculate', 'twice', ''],
  ['text', 'fixed', 'Fixed', '', '', '', '', 'yes', 'v'],
  ['end group', ''],
  ['begin group', 'choices', 'Choices & files'],
  ['select_one fruit', 'one', 'One'],
  ['select_one fruit', 'ripe', 'Ripe', '', '', '', 'season = ${line}'],
  ['select_multiple fruit', 'many', 'Many'],
  ['date', 'day', 'Day'],
  ['time', 'clock', 'Clock'],
  ['dateTime', 'moment', 'Moment'],
  ['image', 'photo', 'Photo'],
  ['begin group', 'inner', 'Inner'],
  ['text', 'secret', 'Secret', "${line} = 'open'"],
  ['integer', 'pumps', 'Pumps', "${line} = 'open'"],
  ['end group', ''],
  ['begin repeat', 'kids', 'Children'],
  ['text', 'name', 'Name'],
  ['end repeat', ''],
  ['end group', ''],
  ['begin group', 'last', 'Last', "${line} = 'open'"],
  ['text', 'word', 'Last word'],
  ['end group', ''],
]
const fruit = [
  ['list_name', 'name', 'label', 'season'],
  ['fruit', 'apple', 'Apple', 'autumn'],
  ['fruit', 'cherry', 'Cherry', 'summer'],
]

let folder = ''
let project = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'form-'))
  const tasks = await succeed('tasks', {
    path: null,
    aoi: null,
    extent: [0, 0, 1, 1],
    out: join(folder, 'tasks.gpkg'),
    namespace: 't',
  })
  const form = formOf(survey, { choices: fruit })
  const names = { title: 'T', slug: 't' }
  const { plan } = planProject({
    ...names,
    form,
    tasks,
    features: null,
    basemap: null,
    openStreetMap: false,
    openInEditMode: true,
  })
  project = (await succeed('build', { plan, folder })).project
})

afterAll(() => rm(folder, { recursive: true, force: true }))

type Page = [string, string[]]

/** The live form of the survey: each tab that is shown, with its labels and its widgets as `column: class`. */
async function render(answers: Record<string, string> = {}): Promise<Page[]> {
  return (await open(answers)).pages
}

async function open(
  answers: Record<string, string>,
): Promise<{ pages: Page[]; values: Record<string, string | null> }> {
  const script = fileURLToPath(new URL('render_form.py', import.meta.url))
  const { stdout } = await execa(
    process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
    [script, project, '--answers', JSON.stringify(answers)],
    { env: { QT_QPA_PLATFORM: 'offscreen', PYTHONDONTWRITEBYTECODE: '1' } },
  )
  const { pages, values } = JSON.parse(stdout) as {
    pages: { name: string; items: { kind: string; text: string }[] }[]
    values: Record<string, string | null>
  }
  const shown = pages.map(({ name, items }): Page => [
    name,
    items.map(({ kind, text }) => (kind === 'label' ? text : `${text}: ${kind}`)),
  ])
  return { pages: shown, values }
}

test('the live form has every tab, label and widget; what is not relevant is not there', async () => {
  expect(await render()).toEqual([
    ['T', ['One line *', 'line: QgsFilterLineEdit']],
    [
      'Words',
      [
        'Lines',
        'lines: QPlainTextEdit',
        'Code',
        'code: QgsFilterLineEdit',
        'Count',
        'count: QgsDoubleSpinBox',
        'Size',
        'size: QgsDoubleSpinBox',
        'Grade',
        'grade: QSlider',
        'Agreed',
        'agreed: QCheckBox',
        'Fixed',
        'fixed: QgsFilterLineEdit',
      ],
    ],
    [
      'Choices & files',
      [
        'One',
        'one: QComboBox',
        'Ripe',
        'ripe: QComboBox',
        'Many',
        'many: QTableWidget',
        'Day',
        'day: QDateTimeEdit',
        'Clock',
        'clock: QDateTimeEdit',
        'Moment',
        'moment: QDateTimeEdit',
        'Photo',
        'photo: QgsExternalResourceWidget',
        'Children',
        'rel_kids: relation',
      ],
    ],
  ])
})

test('an answer brings out what depends on it', async () => {
  const pages = new Map(await render({ line: 'open' }))
  expect(pages.get('Choices & files')).toEqual(expect.arrayContaining(['Inner: group', 'Secret']))
  expect(pages.get('Last')).toEqual(['Last word', 'word: QgsFilterLineEdit'])
})

test('a number that nobody gave stays empty', async () => {
  expect((await open({ line: 'open' })).values).toMatchObject({ line: 'open', count: null, pumps: null })
})
