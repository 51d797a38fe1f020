import { describe, expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { said, workbookOf, type Rows } from '#test/worker/domain/xlsform/form.ts'

/**
 * Kinds of form that pyxform refuses. Each is told here with its place; what is not an error of ours still gives a
 * form.
 */
const header = ['type', 'name', 'label']
const text = ['text', 'a', 'A']
const lists: Rows = [
  ['list_name', 'name', 'label'],
  ['l', 'x', 'X'],
  ['l', 'y', 'Y'],
]

interface Kind {
  survey: Rows
  more?: Record<string, Rows>
  /** Issues that have to be among those told. */
  told: string[]
}

const withColumn = (column: string, type: string, value: string): Rows => [
  [...header, column],
  [type, 'a', 'A', value],
]

const kinds: Record<string, Kind> = {
  'a header twice': { survey: [[...header, 'Label'], text], told: ['warning header.duplicate survey!D1'] },
  'a header twice under an alias': {
    survey: [[...header, 'caption'], text],
    told: ['warning header.duplicate survey!D1'],
  },
  'a header twice in the choices': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: {
      choices: [
        ['list_name', 'name', 'label', 'value'],
        ['l', 'x', 'X', 'z'],
      ],
    },
    told: ['warning header.duplicate choices!D1'],
  },
  'a question without a name': {
    survey: [header, ['text', '', 'A']],
    told: ['warning name.missing survey!A2'],
  },
  'a row without a type': { survey: [header, text, ['', 'b', 'B']], told: ['warning row.noType survey!B3'] },
  'a name with a blank': {
    survey: [header, ['text', 'my name', 'A']],
    told: ['warning name.invalid survey!B2'],
  },
  'a name that starts with a digit': {
    survey: [header, ['text', '1st', 'A']],
    told: ['warning name.invalid survey!B2'],
  },
  'a name with a colon': { survey: [header, ['text', 'a:b', 'A']], told: ['warning name.invalid survey!B2'] },
  'a group’s name with a blank': {
    survey: [header, ['begin group', 'my g', 'G'], text, ['end group']],
    told: ['warning name.invalid survey!B2'],
  },
  'a name twice in one group': {
    survey: [header, text, ['integer', 'a', 'A']],
    told: ['error name.duplicate survey!B3'],
  },
  'a question and a group of one name': {
    survey: [header, text, ['begin group', 'a', 'G'], ['text', 'b', 'B'], ['end group']],
    told: ['error name.duplicate survey!B3'],
  },
  'two groups of one name': {
    survey: [
      header,
      ['begin group', 'g', 'G'],
      text,
      ['end group'],
      ['begin group', 'g', 'G'],
      ['text', 'b', 'B'],
      ['end group'],
    ],
    told: ['error name.duplicate survey!B5'],
  },
  'two repeats of one name in different groups': {
    survey: [
      header,
      ['begin group', 'g', 'G'],
      ['begin repeat', 'r', 'R'],
      text,
      ['end repeat'],
      ['end group'],
      ['begin repeat', 'r', 'R'],
      ['text', 'b', 'B'],
      ['end repeat'],
    ],
    told: ['error name.duplicate survey!B7'],
  },
  'a group without a name': {
    survey: [header, ['begin group', '', 'G'], text, ['end group']],
    told: ['info group.noName survey!A2'],
  },
  'a group without its end': {
    survey: [header, ['begin group', 'g', 'G'], text],
    told: ['warning group.unclosed survey!A2'],
  },
  'an end without its group': {
    survey: [header, text, ['end group']],
    told: ['warning group.unopened survey!A3'],
  },
  'an end of the other kind': {
    survey: [header, ['begin group', 'g', 'G'], text, ['end repeat'], ['end group']],
    told: ['warning group.unopened survey!A4'],
  },
  'a group that a repeat crosses': {
    survey: [
      header,
      ['begin repeat', 'r', 'R'],
      ['begin group', 'g', 'G'],
      text,
      ['end repeat'],
      ['end group'],
    ],
    told: ['warning group.crossed survey!A5'],
  },
  'an empty group': {
    survey: [header, text, ['begin group', 'g', 'G'], ['end group']],
    told: ['info group.empty survey!A3'],
  },
  'an unknown type': { survey: [header, ['txet', 'a', 'A']], told: ['error type.unknown survey!A2'] },
  'an include': { survey: [header, ['include other', 'a', 'A']], told: ['error type.include survey!A2'] },
  'a select without a list': {
    survey: [header, ['select_one', 'a', 'A']],
    told: ['error list.notNamed survey!A2'],
  },
  'a select with a list that is not there': {
    survey: [header, ['select_one gone', 'a', 'A']],
    told: ['error list.missing survey!A2'],
  },
  'selects without a choices sheet': {
    survey: [header, ['select_multiple l', 'a', 'A']],
    more: { choices: [] },
    told: ['error list.missing survey!A2'],
  },
  'a loop over a list that is not there': {
    survey: [header, ['begin loop over gone', 'o', 'O'], text, ['end loop']],
    told: ['error list.missing survey!A2'],
  },
  'choices without list_name': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: {
      choices: [
        ['lists', 'name', 'label'],
        ['l', 'x', 'X'],
      ],
    },
    told: ['error choices.noColumn choices!', 'error list.missing survey!A2'],
  },
  'choices without name': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: {
      choices: [
        ['list_name', 'names', 'label'],
        ['l', 'x', 'X'],
      ],
    },
    told: ['error choices.noColumn choices!'],
  },
  'a choice without a name': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: { choices: [...lists, ['l', '', 'Z']] },
    told: ['warning choice.noName choices!4'],
  },
  'a choice twice': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: { choices: [...lists, ['l', 'x', 'Z']] },
    told: ['warning choice.duplicate choices!B4'],
  },
  'a choice with a blank in a multiple select': {
    survey: [header, ['select_multiple l', 'a', 'A']],
    more: { choices: [...lists, ['l', 'x y', 'Z']] },
    told: ['warning choice.spaces survey!B2'],
  },
  'or_other with a choice filter': {
    survey: withColumn('choice_filter', 'select_one l or_other', "name != 'x'"),
    told: ['warning other.filtered survey!A2'],
  },
  'select_one_external without a filter': {
    survey: [header, ['select_one_external l', 'a', 'A']],
    more: { external_choices: lists },
    told: ['info list.unfiltered survey!A2'],
  },
  'a file of choices that is not there': {
    survey: [header, ['select_one_from_file gone.csv', 'a', 'A']],
    told: ['error list.fileMissing survey!A2'],
  },
  'a file of choices without an ending': {
    survey: [header, ['select_one_from_file gone', 'a', 'A']],
    told: ['error list.fileMissing survey!A2'],
  },
  'a choice filter on a text': {
    survey: withColumn('choice_filter', 'text', "name = 'x'"),
    told: ['info choiceFilter.notSelect survey!D2'],
  },
  'a calculate without a calculation': {
    survey: [header, text, ['calculate', 'c', '']],
    told: ['error calculation.missing survey!B3'],
  },
  'calculations that need each other': {
    survey: [
      [...header, 'calculation'],
      ['calculate', 'b', '', '${c} + 1'],
      ['calculate', 'c', '', '${b} + 1'],
    ],
    told: ['error calculation.cycle survey!D2'],
  },
  'a parameter without a value': {
    survey: withColumn('parameters', 'range', 'start end=5'),
    told: ['warning parameter.malformed survey!D2'],
  },
  'a parameter that nobody knows': {
    survey: withColumn('parameters', 'text', 'size=5'),
    told: ['warning parameter.unknown survey!D2'],
  },
  'a range of words': {
    survey: withColumn('parameters', 'range', 'start=one'),
    told: ['warning range.parameters survey!D2'],
  },
  'a range without a step': {
    survey: withColumn('parameters', 'range', 'step=0'),
    told: ['warning range.parameters survey!D2'],
  },
  'a range that ends where it starts': {
    survey: withColumn('parameters', 'range', 'start=5 end=5'),
    told: ['warning range.parameters survey!D2'],
  },
  'max-pixels in words': {
    survey: withColumn('parameters', 'image', 'max-pixels=large'),
    told: ['warning parameter.invalid survey!D2'],
  },
  'rows in words': {
    survey: withColumn('parameters', 'text', 'rows=some'),
    told: ['warning parameter.invalid survey!D2'],
  },
  'an accuracy below zero': {
    survey: withColumn('parameters', 'geopoint', 'capture-accuracy=-1'),
    told: ['warning parameter.invalid survey!D2'],
  },
  'a trigger that is no question': {
    survey: [
      [...header, 'calculation', 'trigger'],
      ['calculate', 'c', '', '1', '${gone}'],
    ],
    told: ['warning trigger.unknown survey!E2'],
  },
  'a trigger without braces': {
    survey: [[...header, 'calculation', 'trigger'], text, ['calculate', 'c', '', '1', 'a']],
    told: ['warning trigger.unknown survey!E3'],
  },
  'an unknown question in relevant': {
    survey: withColumn('relevant', 'text', "${gone} = 'x'"),
    told: ['error xpath.unknownReference survey!D2'],
  },
  'an unknown question in a label': {
    survey: [header, ['text', 'a', 'Hello ${gone}']],
    told: ['error xpath.unknownReference survey!C2'],
  },
  'an open brace': { survey: withColumn('relevant', 'text', '${a'), told: ['error xpath.syntax survey!D2'] },
  'an open quote': {
    survey: withColumn('constraint', 'text', ". = 'x"),
    told: ['error xpath.syntax survey!D2'],
  },
  'an unknown function': {
    survey: withColumn('constraint', 'text', 'is-nice(.)'),
    told: ['error xpath.unknownFunction survey!D2'],
  },
  'too few arguments': {
    survey: withColumn('constraint', 'text', "selected('x')"),
    told: ['error xpath.arguments survey!D2'],
  },
  'a default of another type': {
    survey: withColumn('default', 'integer', 'many'),
    told: ['warning default.notOfType survey!D2'],
  },
  'a default language without labels': {
    survey: [
      ['type', 'name', 'label::English (en)'],
      ['text', 'a', 'A'],
    ],
    more: { settings: [['default_language'], ['French (fr)']] },
    told: ['warning settings.defaultLanguage settings!A2'],
  },
  'a misspelt sheet': {
    survey: [header, ['select_one l', 'a', 'A']],
    more: { choises: lists },
    told: ['warning sheet.misspelt choises!'],
  },
}

describe('what pyxform refuses is told with its place, and a form comes out', () => {
  test.for(Object.entries(kinds))('%s', ([, { survey, more, told }]) => {
    const choices = more?.['choises'] ? {} : { choices: lists }
    const form = compileForm(workbookOf({ survey, ...choices, ...more }))
    expect(said(form.issues)).toEqual(expect.arrayContaining(told))
    expect(form.layers.flatMap((layer) => layer.questions)).not.toEqual([])
  })

  test('allow_choice_duplicates lets choices stand twice', () => {
    const settings = [['allow_choice_duplicates'], ['yes']]
    const choices = [...lists, ['l', 'x', 'Z']]
    const survey = [header, ['select_one l', 'a', 'A']]
    expect(said(compileForm(workbookOf({ survey, choices, settings })).issues)).toEqual([])
  })

  test('several problems are told at once', () => {
    const survey = [header, ['txet', '1 a', 'A'], ['select_one gone', '', 'B'], ['end group'], ['', 'c', 'C']]
    expect(said(compileForm(workbookOf({ survey })).issues)).toEqual(
      expect.arrayContaining([
        'error type.unknown survey!A2',
        'warning name.invalid survey!B2',
        'error list.missing survey!A3',
        'warning name.missing survey!A3',
        'warning group.unopened survey!A4',
        'warning row.noType survey!B5',
      ]),
    )
  })
})

test.for([
  ['no survey sheet', { one: [header], two: [text] }, 'form.noSurvey'],
  ['an empty survey', { survey: [], choices: lists }, 'form.noQuestions'],
  ['headers alone', { survey: [header], choices: lists }, 'form.noQuestions'],
  [
    'no type column',
    {
      survey: [
        ['name', 'label'],
        ['a', 'A'],
      ],
      choices: lists,
    },
    'form.noQuestions',
  ],
] as const)('%s is an error', ([, sheets, code]) => {
  let error: unknown
  try {
    compileForm(workbookOf(sheets as unknown as Record<string, Rows>))
  } catch (cause) {
    error = cause
  }
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code })
})
