import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import { said } from '#test/worker/domain/xlsform/form.ts'
import { formOfMarkdown } from '#test/worker/domain/xlsform/rejections/kinds.ts'

test('what is wrong in the sheets, their headers, rows and lists is told at once, and a form comes out', () => {
  const form = formOfMarkdown(`
    | survey | type | name | label | relevance | relevant | appearance | choice_filter |
    | | Text | meta | A | true() | | | |
    | | select_one my list | b | B | | | | |
    | | begin group | g | G | | | table-list | |
    | | select_one l | c | C | | | | name = 'x' |
    | | select_one m or_other | d | D | | | | |
    | | end group g | | | | | | |
    | | begin repeat | data | R | | | | |
    | | select_one_from_file towns.txt | e | E | | | | |
    | | text | d_other | O | | | | |
    | | audit | watch | | | | | |
    | | | f | F | | | | |
    | choices | list_name | name::en | label | value |
    | | my list | x | X | |
    | | l | x | X | |
    | | l | x | Y | |
    | | m | | Z | |
    | | | y | Y | |
    | settings | name | public_key | omit_instanceID | title | form_title |
    | | my form | key | yes | A | B |`)
  expect(said(form.issues)).toEqual(
    expect.arrayContaining([
      'warning header.duplicate survey!E1',
      'warning type.spelling survey!A2',
      'warning name.reserved survey!B2',
      'warning list.spaces survey!A3',
      'warning tableList.filtered survey!G5',
      'warning tableList.mixed survey!A6',
      'warning type.spelling survey!A7',
      'warning group.unclosed survey!A8',
      'warning list.fileEnding survey!A9',
      'warning name.audit survey!B11',
      'warning row.noType survey!B12',
      'warning header.surplus choices!B1',
      'warning header.duplicate choices!D1',
      'warning choice.duplicate choices!B4',
      'warning choice.noName choices!5',
      'info choice.noList choices!B6',
      'warning name.invalid settings!A2',
      'warning settings.encryption settings!C2',
      'warning header.duplicate settings!E1',
    ]),
  )
  expect(form.issues.filter(({ level }) => level === 'error')).toEqual([])
  expect(form.layers.flatMap((layer) => layer.questions.map(({ name }) => name))).toEqual([
    'meta',
    'b',
    'c',
    'd',
    'd_other',
    'e',
    'd_other',
    'watch',
  ])
})

test('or_other adds its choice to lists that ODK does not allow it for', () => {
  const form = formOfMarkdown(`
    | survey | type | name | label | choice_filter |
    | | select_one_from_file towns.csv or_other | a | A | |
    | | select_one_external l or_other | b | B | true() |
    | external_choices | list_name | name | label |
    | | l | x | X |`)
  const lists = form.layers.flatMap((layer) => layer.questions.flatMap(({ list }) => list ?? []))
  expect(lists.map(({ choices }) => choices.map(({ name }) => name))).toEqual([
    ['here', 'other'],
    ['x', 'other'],
  ])
})

test('choices of one name under several towns are all kept in external_choices', () => {
  const form = formOfMarkdown(`
    | survey | type | name | label | choice_filter |
    | | text | town | Town | |
    | | select_one_external streets | street | Street | town = \${town} |
    | external_choices | list_name | name | label | town |
    | | streets | main | Main street | a |
    | | streets | main | Main street | b |`)
  const [list] = form.layers.flatMap((layer) => layer.questions.flatMap((question) => question.list ?? []))
  expect(list?.choices.map(({ extra }) => extra.get('town'))).toEqual(['a', 'b'])
})

test.for([
  ['rows without headers', '| survey | text | a | A |\n| | text | b | B |', 'form.noQuestions'],
  ['a misspelt type column', '| survey | typ | name | label |\n| | text | a | A |', 'form.noQuestions'],
  ['an empty survey beside choices', '| survey |\n| choices | list_name | name |', 'form.noQuestions'],
  ['text without a table', 'type, name, label', 'form.noSurvey'],
  ['tables of something else', '| one | a |\n| two | b |', 'form.noSurvey'],
] as const)('%s: no form', ([, text, code]) => {
  let error: unknown
  try {
    formOfMarkdown(text)
  } catch (cause) {
    error = cause
  }
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code })
})
