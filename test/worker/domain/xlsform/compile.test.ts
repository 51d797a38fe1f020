import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { FormSummary } from '#worker/api/forms.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import { formOf, question, said, translated, workbookOf } from '#test/worker/domain/xlsform/form.ts'

const codeOf = (run: () => unknown) => {
  try {
    run()
    return null
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('sheets and columns', () => {
  test('no survey sheet, no questions and an unknown language are errors', () => {
    const rows = [['a'], ['b']]
    expect(codeOf(() => compileForm(workbookOf({ one: rows, two: rows })))).toBe('form.noSurvey')
    expect(codeOf(() => compileForm(workbookOf({ survey: [] })))).toBe('form.noQuestions')
    expect(codeOf(() => compileForm(workbookOf({ survey: [['type', 'name']], x: [] })))).toBe(
      'form.noQuestions',
    )
    const survey = [
      ['type', 'name', 'label::French (fr)'],
      ['text', 'a', 'A'],
    ]
    expect(codeOf(() => compileForm(workbookOf({ survey }), { language: 'de' }))).toBe('form.languageUnknown')
  })

  test('sheet names in any case; a misspelt one is taken and said', () => {
    const form = compileForm(
      workbookOf({
        ' Survey ': [
          ['type', 'name', 'label'],
          ['select_one l', 'a', 'A'],
        ],
        choises: [
          ['list name', 'name', 'label'],
          ['l', '1', 'One'],
        ],
        Settings: [
          ['Form Title', 'form_id'],
          ['Title', 'f'],
        ],
      }),
    )
    expect(said(form.issues)).toEqual(['warning sheet.misspelt choises!'])
    expect([form.title, form.formId, question(form, 'a').list?.choices[0]?.label]).toEqual([
      'Title',
      'f',
      'One',
    ])
  })

  test('headers by pyxform’s aliases, namespaces and blanks, under a title row', () => {
    const form = formOf([
      ['My survey'],
      ['', ''],
      [
        ' Command ',
        'TAG',
        'Caption',
        'bind:relevant',
        'bind::jr:constraintMsg',
        'Constraint',
        'Read Only',
        'media::image',
        'bind::type',
      ],
      ['text', 'a', 'A', 'true()', 'Wrong', ". != 'x'", 'yes', 'a.png', 'int'],
    ])
    expect(translated(form, 'a')).toMatchObject({ visible: 'true', readonly: true })
    expect(question(form, 'a')).toMatchObject({ label: 'A', constraintMessage: 'Wrong' })
    expect(said(form.issues)).toEqual([
      'warning header.late survey!3',
      'info column.ignored survey!I',
      'warning media.missing survey!H4',
    ])
  })

  test('a column that stands twice: the first filled cell counts', () => {
    const form = formOf([
      ['type', 'name', 'label', 'Label'],
      ['text', 'a', '', 'second'],
      ['text', 'b', 'first', 'second'],
    ])
    expect([question(form, 'a').label, question(form, 'b').label]).toEqual(['second', 'first'])
    expect(said(form.issues)).toEqual(['warning header.duplicate survey!D1'])
  })
})

describe('languages', () => {
  const survey = [
    ['type', 'name', 'label', 'label::English (en)', 'label::french(fr)', 'required_message::French (fr)'],
    ['text', 'a', 'plain', 'english', 'français', 'obligatoire'],
    ['text', 'b', '', 'only english', '', ''],
  ]
  test.each([
    [undefined, 'plain', 'default'],
    ['French (fr)', 'français', 'french(fr)'],
    ['french', 'français', 'french(fr)'],
    ['en', 'english', 'English (en)'],
    ['default', 'plain', 'default'],
  ])('%s', (wanted, label, shown) => {
    const form = formOf(survey, {}, wanted)
    expect([question(form, 'a').label, form.language]).toEqual([label, shown])
    expect(question(form, 'b').label).toBe('only english')
    expect(form.languages.map((language) => language.code)).toEqual([null, 'en', 'fr'])
  })
  test('the form’s default_language', () => {
    const form = formOf(survey, { settings: [['default_language'], ['French']] })
    expect([form.language, question(form, 'a').requiredMessage]).toEqual(['french(fr)', 'obligatoire'])
  })
})

describe('names and columns', () => {
  test('the same name in two groups, names in another case and reserved names get a column of their own', () => {
    const form = formOf([
      ['type', 'name', 'label'],
      ['text', 'name', 'A'],
      ['begin group', 'g', 'G'],
      ['text', 'Name', 'B'],
      ['integer', 'fid', 'C'],
      ['text', 'my-name', 'D'],
      ['text', 'my-name', 'E'],
      ['end group'],
    ])
    const columns = form.layers[0]?.questions.map((one) => one.column)
    expect(columns).toEqual(['name', 'g_Name', 'g_fid', 'my_name', 'g_my_name'])
    expect(said(form.issues)).toEqual([
      'info name.renamed survey!B4',
      'info name.renamed survey!B5',
      'info name.renamed survey!B6',
      'error name.duplicate survey!B7',
      'info name.renamed survey!B7',
    ])
  })

  test('references follow the renamed column, the nearest one where a name stands twice', () => {
    const form = formOf([
      ['type', 'name', 'label', 'relevant'],
      ['integer', 'n', 'N', ''],
      ['begin group', 'g', 'G', ''],
      ['integer', 'n', 'N', ''],
      ['text', 'inside', 'I', '${n} > 1'],
      ['end group', '', '', ''],
      ['text', 'outside', 'O', '${n} > 1'],
    ])
    expect(translated(form, 'inside').visible).toContain('"g_n"')
    expect(translated(form, 'outside').visible).toContain('"n"')
  })
})

describe('what is not carried over is said where it stands', () => {
  test.each([
    [['country', 'a', 'A'], 'error type.unknown survey!A2'],
    [['select_one nowhere', 'a', 'A'], 'error list.missing survey!A2'],
    [['select_one', 'a', 'A'], 'error list.notNamed survey!A2'],
    [['select_one_from_file towns.csv', 'a', 'A'], 'error list.fileMissing survey!A2'],
    [['background-audio', 'a', ''], 'warning type.leftOut survey!A2'],
    [['deviceid', 'a', ''], 'warning type.empty survey!A2'],
    [['rank yes_no', 'a', 'A'], 'warning type.rank survey!A2'],
    [['text', '', 'A'], 'warning name.missing survey!A2'],
    [['', 'a', 'A'], 'warning row.noType survey!B2'],
    [['calculate', 'a', ''], 'error calculation.missing survey!B2'],
    [['integer', 'a', 'A', 'seven'], 'warning default.notOfType survey!D2'],
    [['select_one yes_no', 'a', 'A', 'maybe'], 'warning default.notInList survey!D2'],
    [['select_one yes_no', 'a', 'A', 'true()'], 'warning default.notInList survey!D2'],
    [['text', 'a', 'A', '${last-saved#b}'], 'warning default.otherRemembered survey!D2'],
    [['text', 'a', 'A', '', '${nobody} = 1'], 'error xpath.unknownReference survey!E2'],
    [['text', 'a', 'A', '', 'if('], 'error xpath.syntax survey!E2'],
    [['text', 'a', 'A', '', '', 'masked'], 'info appearance.ignored survey!F2'],
    [['range', 'a', 'A', '', '', '', 'start=ten'], 'warning range.parameters survey!G2'],
    [['geopoint', 'a', 'A', '', '', '', 'capture-accuracy=5'], 'info parameter.ignored survey!G2'],
  ])('%j: %s', (row, issue) => {
    const form = formOf([
      ['type', 'name', 'label', 'default', 'relevant', 'appearance', 'parameters'],
      row,
      ['text', 'last', 'L'],
    ])
    expect(said(form.issues)).toContain(issue)
  })

  test('choices without a name and choices that stand twice', () => {
    const choices = [
      ['list_name', 'name', 'label'],
      ['l', '', 'No name'],
      ['l', '1', 'A'],
      ['l', '1', 'B'],
      ['m', '2', ''],
    ]
    const survey = [
      ['type', 'name', 'label'],
      ['select_one l', 'a', 'A'],
      ['select_one m', 'b', 'B'],
    ]
    const form = formOf(survey, { choices })
    expect(said(form.issues)).toEqual([
      'warning choice.noName choices!2',
      'warning choice.duplicate choices!B4',
    ])
    expect(question(form, 'a').list?.choices.map((choice) => choice.label)).toEqual(['A'])
    expect(question(form, 'b').list?.choices.map((choice) => choice.label)).toEqual(['2'])
    const allowed = formOf(survey, { choices, settings: [['allow_choice_duplicates'], ['yes']] })
    expect(question(allowed, 'a').list?.choices).toHaveLength(2)
  })

  test('calculations in a ring', () => {
    const form = formOf([
      ['type', 'name', 'calculation', 'label'],
      ['calculate', 'a', '${b} + 1'],
      ['calculate', 'b', '${a} + 1'],
      ['text', 'c', '', 'C'],
    ])
    expect(form.issues).toMatchObject([
      { code: 'calculation.cycle', row: 2, column: 'C', params: { names: 'a → b → a' } },
    ])
    expect(translated(form, 'a').default).toBeNull()
  })
})

describe('questions', () => {
  test('or_other adds the choice and the text question', () => {
    const form = formOf([
      ['type', 'name', 'label'],
      ['select_one yes_no or_other', 'a', 'A'],
      ['select_one yes_no', 'b', 'B'],
    ])
    expect(question(form, 'a').list?.choices.map((choice) => choice.name)).toEqual(['yes', 'no', 'other'])
    expect(question(form, 'b').list?.choices).toHaveLength(2)
    expect(translated(form, 'a_other').visible).toBe(`coalesce("a",'') = 'other'`)
    expect(form.issues).toEqual([])
  })

  test('choices of a file are taken from the sheet of that name', () => {
    const towns = [
      ['code', 'Town', 'region'],
      ['ktm', 'Kathmandu', 'N'],
    ]
    const row = ['select_one_from_file towns.csv', 'a', 'A', 'value=code label=town', "region = 'N'"]
    const form = formOf([['type', 'name', 'label', 'parameters', 'choice_filter'], row], { Towns: towns })
    expect(form.issues).toEqual([])
    expect(question(form, 'a').list?.choices).toMatchObject([{ name: 'ktm', label: 'Kathmandu' }])
    expect(translated(form, 'a').choiceFilter).toContain('"region"')
  })

  test('calculations come after what they read, and take its type', () => {
    const form = formOf([
      ['type', 'name', 'label', 'calculation'],
      ['calculate', 'twice', '', '${sum} * 2'],
      ['calculate', 'sum', '', '${n} + 0.5'],
      ['integer', 'n', 'N', ''],
      ['calculate', 'day', '', 'today()'],
    ])
    const [layer] = form.layers
    if (!layer) throw new Error('no layer')
    const columns = form.translated.columns.get(layer) ?? []
    expect(columns.map((one) => one.name)).toEqual(['sum', 'twice', 'n', 'day'])
    expect(columns.map((one) => form.translated.types.get(one))).toEqual([
      'decimal',
      'decimal',
      'integer',
      'date',
    ])
  })

  test.each([
    ['integer', '7', '7'],
    ['text', "O'Brien", "'O''Brien'"],
    ['text', 'half-full', "'half-full'"],
    ['date', '2024-01-15T00:00:00', "to_date('2024-01-15')"],
    ['select_multiple yes_no', 'yes no', `'{"yes","no"}'`],
    ['acknowledge', 'OK', 'true'],
  ])('default of %s: %s', (type, text, expression) => {
    const form = formOf([
      ['type', 'name', 'label', 'default'],
      [type, 'a', 'A', text],
    ])
    const value = translated(form, 'a').default
    expect(value).toEqual({ expression, onUpdate: false })
  })

  test('repeats become layers; a second shape too, a second point text', () => {
    const form = formOf([
      ['type', 'name', 'label', 'calculation'],
      ['geoshape', 'field', 'Field', ''],
      ['geotrace', 'road', 'Road', ''],
      ['geopoint', 'gate', 'Gate', ''],
      ['begin repeat', 'kids', 'Kids', ''],
      ['geopoint', 'home', 'Home', ''],
      ['integer', 'age', 'Age', ''],
      ['end repeat', '', '', ''],
      ['calculate', 'oldest', '', 'max(${age})'],
    ])
    expect(form.layers.map((layer) => [layer.table, layer.geometry?.name])).toEqual([
      ['survey', 'field'],
      ['road', 'road'],
      ['kids', 'home'],
    ])
    expect(translated(form, 'oldest').default?.expression).toContain("relation_aggregate('rel_kids'")
    expect(question(form, 'gate').column).toBe('gate')
    expect(summariseForm(form)).toMatchObject({ geometry: 'polygon' })
  })
})

test('the summary passes its schema and tells mistakes from gaps', () => {
  const form = formOf([
    ['type', 'name', 'label', 'required'],
    ['text', 'a', 'A', 'TRUE'],
    ['deviceid', 'd', '', ''],
    ['foo', 'f', '', ''],
  ])
  const summary = FormSummary.parse(summariseForm(form))
  expect(summary.fields).toMatchObject([
    { name: 'a', required: true, hidden: false, row: 2 },
    { name: 'd', hidden: true },
    { name: 'f', type: 'unknown' },
  ])
  expect(summary.issues.map((issue) => issue.code)).toEqual(['type.unknown'])
  expect(summary.gaps.map((issue) => issue.code)).toEqual(['type.empty'])
})

const word = fc.constantFrom(
  'type',
  'name',
  'label',
  'label::fr',
  'constructor',
  '__proto__',
  'text',
  'a',
  'b',
  'begin group',
  'end group',
  'begin repeat',
  'end repeat',
  'begin loop over l',
  'select_one l',
  'select_multiple l or_other',
  'calculate',
  'geopoint',
  'geotrace',
  'note',
  '${a} + ${b}',
  "selected(${a}, 'x')",
  '${',
  'yes',
  '1',
  '',
  'l',
  'relevant',
  'calculation',
  'default',
  'required',
  'choice_filter',
)
const cell = fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: fc.string() })
const rows = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 25 })

test('any workbook compiles, or is refused with one of three codes; every question is a column or has an issue', () => {
  const sheets = fc.record({ survey: rows, choices: rows, settings: rows })
  fc.assert(
    fc.property(sheets, ({ survey, choices, settings }) => {
      const header = [
        ['type', 'name', 'label', 'relevant', 'calculation', 'required', 'choice_filter'],
        ...survey,
      ]
      const code = codeOf(() => {
        const form = compileForm(workbookOf({ survey: header, choices, settings }))
        for (const layer of form.layers) {
          const columns = layer.questions.flatMap((one) => one.column?.toLowerCase() ?? [])
          expect(new Set(columns).size).toBe(columns.length)
          for (const one of layer.questions) {
            const kept = one.column !== null || one.type === 'note' || one === layer.geometry
            expect(kept || form.issues.some((issue) => issue.row === one.row)).toBe(true)
          }
        }
      })
      expect([null, 'form.noSurvey', 'form.noQuestions', 'form.languageUnknown']).toContain(code)
    }),
    { numRuns: 400 },
  )
})
