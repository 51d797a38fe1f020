import { describe, expect, test } from 'vitest'
import {
  choices,
  compileMarkdown,
  problems,
  sheet,
  testAccepted,
  testRefused,
} from '#test/worker/domain/xlsform/rejections/markdown.ts'

const header = ['type', 'name', 'label']
const unlabelled = (type: string) => sheet('survey', header, ['text', 'a', 'A'], [type, 'q', ''])
const missing = 'warning label.missing survey!B3'

describe('questions without words', () => {
  testRefused({
    'a text': [unlabelled('text'), missing],
    'a note': [unlabelled('note'), missing],
    'a range': [unlabelled('range'), missing],
    'a point': [unlabelled('geopoint'), missing],
    'a picture': [unlabelled('image'), missing],
    'a select': [`${unlabelled('select_one l')}\n${choices}`, missing],
    'guidance alone': [
      sheet('survey', [...header, 'guidance_hint'], ['text', 'a', 'A', ''], ['text', 'q', '', 'G']),
      missing,
    ],
    'a question that cannot be changed': [
      sheet('survey', [...header, 'read_only'], ['text', 'a', 'A', ''], ['text', 'q', '', 'yes']),
      missing,
    ],
  })
  testAccepted({
    'a hint': sheet('survey', [...header, 'hint'], ['text', 'a', '', 'H']),
    'a value that computes itself': sheet('survey', [...header, 'calculation'], ['text', 'a', '', '1 + 1']),
    'a hidden value': sheet('survey', header, ['text', 'a', 'A'], ['hidden', 'h', ''], ['start', 's', '']),
    'a group': sheet('survey', header, ['begin group', 'g', ''], ['text', 'a', 'A'], ['end group', '', '']),
    'words in another language only': sheet(
      'survey',
      ['type', 'name', 'label::English (en)', 'label::French (fr)'],
      ['text', 'a', 'A', 'A'],
      ['text', 'b', '', 'B'],
    ),
  })
})

test('a big image needs a small one, and a picture can stand for words', () => {
  const shows = (column: string, label: string, ...more: string[]) =>
    compileMarkdown(
      sheet(
        'survey',
        [...header, column, ...more],
        ['text', 'a', label, 'a.png', ...more.map(() => 'b.png')],
      ),
    )
  expect(problems(shows('big-image', 'A'))).toContain('warning media.bigImage survey!D2')
  expect(problems(shows('big-image', 'A', 'image'))).not.toContain('warning media.bigImage survey!D2')
  expect(problems(shows('image', ''))).not.toContain('warning label.missing survey!B2')
})

const file = sheet('f', ['name', 'label'], ['x', 'X'])
const searching = (type: string, appearance: string, ...more: string[][]) =>
  [
    sheet('survey', [...header, 'appearance'], ['text', 'a', 'A', ''], [type, 'q', 'Q', appearance], ...more),
    choices,
    file,
  ].join('\n')

describe('searches', () => {
  testRefused({
    'on a select from a file': [
      searching('select_one_from_file f.csv', "search('f')"),
      'warning search.ofFile survey!D3',
    ],
    'on several answers from a file': [
      searching('select_multiple_from_file f.csv', "minimal search('f')"),
      'warning search.ofFile survey!D3',
    ],
    'on a list that another question uses without': [
      searching('select_one l', "search('f')", ['select_one l', 'p', 'P', '']),
      'warning search.shared survey!D3',
    ],
  })
  testAccepted({
    'on a list': searching('select_one l', "search('f')"),
    'on a list that another question searches too': searching('select_one l', "search('f')", [
      'select_one l',
      'p',
      'P',
      "search('f')",
    ]),
  })
})

const asked = (...rows: string[][]) =>
  [sheet('survey', header, ['text', 'a', 'A'], ...rows), choices, file].join('\n')

describe('files of one name', () => {
  testRefused({
    'declared in two groups': [
      asked(
        ['begin group', 'g', 'G'],
        ['csv-external', 'f', ''],
        ['text', 'b', 'B'],
        ['end group', '', ''],
        ['begin group', 'h', 'H'],
        ['csv-external', 'f', ''],
        ['text', 'c', 'C'],
        ['end group', '', ''],
      ),
      'warning file.sameName survey!A8',
    ],
    'declared and asked with another ending': [
      asked(['xml-external', 'f', ''], ['select_one_from_file f.csv', 'q', 'Q']),
      'warning file.sameName survey!A4',
    ],
    'asked with two endings': [
      asked(['select_one_from_file f.csv', 'p', 'P'], ['select_one_from_file f.xml', 'q', 'Q']),
      'warning file.sameName survey!A4',
    ],
    'looked up and asked with another ending': [
      [
        sheet(
          'survey',
          [...header, 'calculation'],
          ['text', 'a', 'A', ''],
          ['select_one_from_file f.xml', 'p', 'P', ''],
          ['calculate', 'c', '', "pulldata('f', 'label', 'name', ${a})"],
        ),
        file,
      ].join('\n'),
      'warning file.sameName survey!D4',
    ],
    'a list and a file': [
      [
        sheet('survey', header, ['select_one f', 'p', 'P'], ['select_one_from_file f.csv', 'q', 'Q']),
        sheet('choices', ['list_name', 'name', 'label'], ['f', 'x', 'X']),
        file,
      ].join('\n'),
      'warning file.sameName survey!A3',
    ],
  })
  testAccepted({
    'a file asked twice': asked(
      ['select_one_from_file f.csv', 'p', 'P'],
      ['select_multiple_from_file f.csv', 'q', 'Q'],
    ),
    'a file declared and asked': asked(['csv-external', 'f', ''], ['select_one_from_file f.csv', 'q', 'Q']),
    'a list asked twice': asked(['select_one l', 'p', 'P'], ['select_multiple l', 'q', 'Q']),
  })
})
