import { describe } from 'vitest'
import { sheet, testAccepted, testRefused } from '#test/worker/domain/xlsform/rejections/markdown.ts'

const header = ['type', 'name', 'label']
const question = sheet('survey', header, ['text', 'a', 'A'])
const declared = (columns: string[], ...rows: string[][]) =>
  `${question}\n${sheet('entities', columns, ...rows)}`
const named = (list: string) => declared(['list_name', 'label'], [list, 'A'])

describe('the entities sheet', () => {
  testRefused({
    'a list twice': [
      declared(['list_name', 'label'], ['trees', 'A'], ['trees', 'B']),
      'warning entities.duplicate entities!A3',
    ],
    'no list': [declared(['list_name', 'label'], ['', 'A']), 'warning entities.noList entities!2'],
    'no column for the list': [declared(['label'], ['A']), 'warning entities.noList entities!2'],
    'two underscores in front': [named('__trees'), 'warning entities.name entities!A2'],
    'a period': [named('big.trees'), 'warning entities.name entities!A2'],
    'a blank': [named('big trees'), 'warning entities.name entities!A2'],
    'a digit in front': [named('1trees'), 'warning entities.name entities!A2'],
    'a dollar': [named('$trees'), 'warning entities.name entities!A2'],
    'a column that nobody knows': [
      declared(['list_name', 'label', 'colour'], ['trees', 'A', 'green']),
      'warning entities.column entities!C2',
    ],
    'no label': [declared(['list_name'], ['trees']), 'warning entities.noLabel entities!A2'],
    'a condition and no label': [
      declared(['list_name', 'create_if'], ['trees', '1 = 1']),
      'warning entities.noLabel entities!A2',
    ],
    'updates of nothing': [
      declared(['list_name', 'label', 'update_if'], ['trees', 'A', '1 = 1']),
      'warning entities.noId entities!C2',
    ],
    'new ones or updates of nothing': [
      declared(['list_name', 'label', 'create_if', 'update_if'], ['trees', 'A', '1 = 1', '1 = 2']),
      'warning entities.noId entities!D2',
    ],
    'new ones and an id': [
      declared(['list_name', 'label', 'create_if', 'entity_id'], ['trees', 'A', '1 = 1', '${a}']),
      'warning entities.noUpdate entities!C2',
    ],
    'a label from no question': [
      declared(['list_name', 'label'], ['trees', '${gone}']),
      'warning reference.unknown entities!B2',
    ],
    'an id from no question': [
      declared(['list_name', 'entity_id'], ['trees', '${gone}']),
      'warning reference.unknown entities!B2',
    ],
    'a condition with an open brace': [
      declared(['list_name', 'label', 'create_if'], ['trees', 'A', '${a']),
      'warning reference.malformed entities!C2',
    ],
    'two lists in one place': [
      declared(['list_name', 'label'], ['trees', 'A'], ['birds', 'B']),
      'warning entities.crowded entities!3',
    ],
    'a label from two repeats': [
      [
        sheet(
          'survey',
          header,
          ['begin repeat', 'r', 'R'],
          ['text', 'a', 'A'],
          ['end repeat', '', ''],
          ['begin repeat', 's', 'S'],
          ['text', 'b', 'B'],
          ['end repeat', '', ''],
        ),
        sheet('entities', ['list_name', 'label'], ['trees', 'concat(${a}, ${b})']),
      ].join('\n'),
      'warning entities.scope entities!2',
    ],
  })
  testAccepted({
    'an old name of the column': declared(['dataset', 'label'], ['trees', '${a}']),
    'updates alone': declared(['list_name', 'entity_id'], ['trees', '${a}']),
    'updates with a condition': declared(['list_name', 'entity_id', 'update_if'], ['trees', '${a}', '1 = 1']),
    'both with conditions': declared(
      ['list_name', 'entity_id', 'create_if', 'update_if'],
      ['trees', '${a}', '1 = 1', '1 = 2'],
    ),
    'an empty column that nobody knows': declared(['list_name', 'label', 'colour'], ['trees', 'A', '']),
    'a hyphen in the name': named('big-trees'),
  })
})

const saveHeader = [...header, 'save_to']
const one = sheet('entities', ['list_name', 'label'], ['trees', 'A'])
const two = sheet('entities', ['list_name', 'label'], ['trees', 'A'], ['birds', 'B'])
const survey = (...rows: string[][]) => sheet('survey', saveHeader, ...rows)
const saving = (property: string, entities = one) => `${survey(['text', 'a', 'A', property])}\n${entities}`
const inGroup = (kind: string, on: string, within: string, at = '') =>
  [
    survey([`begin ${kind}`, 'g', 'G', on], ['text', 'a', 'A', within], [`end ${kind}`, '', '', at]),
    one,
  ].join('\n')
const invalid = 'warning saveTo.invalid survey!D2'

describe('save_to', () => {
  testRefused({
    'without a sheet': [survey(['text', 'a', 'A', 'kind']), 'warning entities.noSheet survey!D2'],
    'with an empty sheet': [
      saving('kind', sheet('entities', ['list_name', 'label'])),
      'warning entities.noSheet survey!D2',
    ],
    'the word name': [saving('name'), invalid],
    'the word label in another case': [saving('Label'), invalid],
    'the word name after its list': [saving('trees#name'), invalid],
    'two underscores in front': [saving('__kind'), invalid],
    'a digit in front': [saving('1st'), invalid],
    'a blank': [saving('the kind'), invalid],
    'a reference': [saving('${a}'), invalid],
    'nothing after the list': [saving('trees#'), invalid],
    'two signs': [saving('trees#kind#sort'), invalid],
    'a list that is not there': [saving('birds#kind'), 'warning saveTo.unknownList survey!D2'],
    'nothing before the sign': [saving('#kind'), 'warning saveTo.unknownList survey!D2'],
    'no list where there are two': [
      saving('kind', two),
      'warning entities.crowded entities!3',
      'warning saveTo.noList survey!D2',
    ],
    'a property twice': [
      `${survey(['text', 'a', 'A', 'kind'], ['text', 'b', 'B', 'kind'])}\n${one}`,
      'warning saveTo.duplicate survey!D3',
    ],
    'on a group': [inGroup('group', 'kind', ''), 'warning saveTo.group survey!D2'],
    'on a repeat': [inGroup('repeat', 'kind', ''), 'warning saveTo.group survey!D2'],
    'on the end of a group': [inGroup('group', '', '', 'kind'), 'warning saveTo.group survey!D4'],
    'in a repeat and outside': [
      [
        survey(
          ['text', 'b', 'B', 'sort'],
          ['begin repeat', 'r', 'R', ''],
          ['text', 'a', 'A', 'kind'],
          ['end repeat', '', '', ''],
        ),
        one,
      ].join('\n'),
      'warning entities.scope entities!2',
    ],
    'two lists in one group': [
      `${survey(['text', 'a', 'A', 'trees#kind'], ['text', 'b', 'B', 'birds#kind'])}\n${two}`,
      'warning entities.crowded entities!3',
    ],
  })
  testAccepted({
    'a property': saving('kind'),
    'a property after its list': saving('trees#kind'),
    'a period and a hyphen': saving('kind.of-tree'),
    'a property in two cases': `${survey(['text', 'a', 'A', 'kind'], ['text', 'b', 'B', 'Kind'])}\n${one}`,
    'in a repeat': inGroup('repeat', '', 'kind'),
    'in a repeat, with a label from outside': [
      survey(
        ['text', 'b', 'B', ''],
        ['begin repeat', 'r', 'R', ''],
        ['text', 'a', 'A', 'kind'],
        ['end repeat', '', '', ''],
      ),
      sheet('entities', ['list_name', 'label'], ['trees', '${b}']),
    ].join('\n'),
    'two lists in two groups': [
      survey(
        ['begin group', 'g', 'G', ''],
        ['text', 'a', 'A', 'trees#kind'],
        ['end group', '', '', ''],
        ['begin group', 'h', 'H', ''],
        ['text', 'b', 'B', 'birds#kind'],
        ['end group', '', '', ''],
      ),
      two,
    ].join('\n'),
  })
})
