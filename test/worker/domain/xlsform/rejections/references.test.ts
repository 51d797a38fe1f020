import { describe, expect, test } from 'vitest'
import {
  asking,
  choices,
  compileMarkdown,
  sheet,
  testAccepted,
  testRefused,
} from '#test/worker/domain/xlsform/rejections/markdown.ts'

const header = ['type', 'name', 'label']
const text = ['text', 'a', 'A']
const offered = (label: string) =>
  [
    sheet('survey', header, text, ['select_one l', 'q', 'Q']),
    sheet('choices', ['list_name', 'name', 'label'], ['l', 'x', label]),
  ].join('\n')
const settings = (column: string, value: string) =>
  [sheet('survey', header, text), sheet('settings', [column], [value])].join('\n')
const group = (column: string, value: string) =>
  sheet(
    'survey',
    [...header, column],
    [...text, ''],
    ['begin group', 'g', 'G', value],
    ['text', 'b', 'B', ''],
    ['end group', '', '', ''],
  )
const counted = (value: string) =>
  sheet(
    'survey',
    [...header, 'repeat_count'],
    [...text, ''],
    ['begin repeat', 'r', 'R', value],
    ['text', 'b', 'B', ''],
    ['end repeat', '', '', ''],
  )

describe('references that are no references', () => {
  testRefused({
    'blanks inside the braces': [
      asking('relevant', 'text', "${ a } = 'x'"),
      'warning reference.spaced survey!D3',
    ],
    'blanks in a label': [
      sheet('survey', header, text, ['note', 'n', 'Hi ${ a }']),
      'warning reference.spaced survey!C3',
    ],
    'a blank inside the name': [
      asking('relevant', 'text', '${a b} = 1'),
      'error xpath.unknownReference survey!D3',
    ],
    'a reference inside a reference': [
      asking('relevant', 'text', '${a${a}} = 1'),
      'error xpath.syntax survey!D3',
    ],
    'an open brace in a label': [
      sheet('survey', header, text, ['note', 'n', 'Hi ${a']),
      'warning reference.malformed survey!C3',
    ],
    'an open brace before a closed one': [
      sheet('survey', header, text, ['note', 'n', 'Hi ${a and ${a}']),
      'warning reference.malformed survey!C3',
    ],
    'a reference inside one in a hint': [
      asking('hint', 'text', 'see ${a${a}}'),
      'warning reference.malformed survey!D3',
    ],
    'two braces': [
      sheet('survey', header, text, ['note', 'n', 'Hi ${{a}}']),
      'warning reference.malformed survey!C3',
    ],
    'nothing remembered': [asking('default', 'text', '${last-saved#}'), 'error xpath.unsupported survey!D3'],
    'a blank after last-saved': [
      asking('constraint_message', 'text', 'not ${last-saved #a}'),
      'warning reference.malformed survey!D3',
    ],
    'last-saved misspelt': [
      asking('calculation', 'calculate', '${lastsaved#a}'),
      'error xpath.unknownReference survey!D3',
    ],
    'a path in braces': [
      asking('relevant', 'text', '${/data/a} = 1'),
      'error xpath.unknownReference survey!D3',
    ],
    'a name in quotes': [asking('relevant', 'text', "${'a'} = 1"), 'error xpath.unknownReference survey!D3'],
    'a name that starts with a digit': [
      asking('required_message', 'text', 'give ${1a}'),
      'warning reference.malformed survey!D3',
    ],
    'an open brace in a default': [
      asking('default', 'text', 'like ${a'),
      'warning reference.malformed survey!D3',
    ],
    'an open brace in a message': [
      asking('constraint_message', 'text', 'not ${a'),
      'warning reference.malformed survey!D3',
    ],
    'an open brace in guidance': [
      asking('guidance_hint', 'text', 'ask ${a'),
      'warning reference.malformed survey!D3',
    ],
    'an open brace in a choice': [offered('X ${a'), 'warning reference.malformed choices!C2'],
    'an open brace in the title': [
      settings('form_title', 'T ${a'),
      'warning reference.malformed settings!A2',
    ],
    'an open brace in the instance name': [
      settings('instance_name', 'concat(${a'),
      'error xpath.syntax settings!A2',
    ],
    'an open brace in a group’s label': [group('hint', '${a'), 'warning reference.malformed survey!D3'],
    'an open brace in a group’s relevance': [group('relevant', '${a'), 'error xpath.syntax survey!D3'],
    'an open brace in a count': [counted('${a'), 'error xpath.syntax survey!D3'],
    'an open brace in an appearance': [
      asking('appearance', 'text', 'w1 ${a'),
      'warning reference.malformed survey!D3',
    ],
  })
  testAccepted({
    'a dollar alone': sheet('survey', header, ['note', 'n', 'costs 5 $ or $5']),
    'a dollar with brackets': sheet('survey', header, ['note', 'n', 'costs $(5)']),
    'braces alone': sheet('survey', header, ['note', 'n', 'write {a}']),
    'a brace too many': sheet('survey', header, text, ['note', 'n', 'Hi ${a}}']),
    'a name with a period and a hyphen': sheet(
      'survey',
      header,
      ['text', 'a.b-c', 'A'],
      ['note', 'n', '${a.b-c}'],
    ),
    'a reference twice': asking('relevant', 'text', "${a} = 'x' or ${a} = 'y'"),
    'an answer remembered by itself': asking('default', 'text', '${last-saved#q}'),
    'a reference in a column of one’s own': [
      sheet('survey', header, ['select_one l', 'a', 'A']),
      sheet('choices', ['list_name', 'name', 'label', 'note'], ['l', 'x', 'X', '${gone']),
    ].join('\n'),
  })
})

describe('references to nothing', () => {
  testRefused({
    'in a constraint': [
      asking('constraint', 'text', '. = ${gone}'),
      'error xpath.unknownReference survey!D3',
    ],
    'in a condition of being required': [
      asking('required', 'text', '${gone} = 1'),
      'error xpath.unknownReference survey!D3',
    ],
    'in a condition of being read only': [
      asking('read_only', 'text', '${gone} = 1'),
      'error xpath.unknownReference survey!D3',
    ],
    'in a calculation': [
      asking('calculation', 'calculate', '${gone} + 1'),
      'error xpath.unknownReference survey!D3',
    ],
    'in a default': [asking('default', 'text', '${gone}'), 'error xpath.unknownReference survey!D3'],
    'in a hint': [asking('hint', 'text', 'see ${gone}'), 'error xpath.unknownReference survey!D3'],
    'in a choice filter': [
      `${asking('choice_filter', 'select_one l', 'name = ${gone}')}\n${choices}`,
      'error xpath.unknownReference survey!D3',
    ],
    'in a count': [counted('${gone}'), 'error xpath.unknownReference survey!D3'],
    'in a group’s relevance': [group('relevant', '${gone} = 1'), 'error xpath.unknownReference survey!D3'],
    'in a constraint’s message': [
      asking('constraint_message', 'text', 'not ${gone}'),
      'warning reference.unknown survey!D3',
    ],
    'in a message of what is required': [
      asking('required_message', 'text', 'give ${gone}'),
      'warning reference.unknown survey!D3',
    ],
    'in a choice': [offered('X ${gone}'), 'warning reference.unknown choices!C2'],
    'in the title': [settings('form_title', 'T ${gone}'), 'warning reference.unknown settings!A2'],
    'in the version': [settings('version', '${gone}'), 'warning reference.unknown settings!A2'],
    'in the instance name': [
      settings('instance_name', '${gone}'),
      'error xpath.unknownReference settings!A2',
    ],
    'in a seed': [
      `${asking('parameters', 'select_one l', 'randomize=true seed=${gone}')}\n${choices}`,
      'warning reference.unknown survey!D3',
    ],
    'in a search': [
      `${asking('appearance', 'select_one l', "search('f','matches','label',${gone})")}\n${choices}\n${sheet('f', ['name', 'label'], ['x', 'X'])}`,
      'error xpath.unknownReference survey!D3',
    ],
    'in an appearance': [
      asking('appearance', 'text', 'ex:org.app(a=${gone})'),
      'warning appearance.app survey!D3',
      'warning reference.unknown survey!D3',
    ],
    remembered: [
      asking('default', 'text', '${last-saved#gone}'),
      'warning default.otherRemembered survey!D3',
      'warning reference.unknown survey!D3',
    ],
    'in another case': [asking('relevant', 'text', '${A} = 1'), 'error xpath.unknownReference survey!D3'],
    'to a disabled row': [
      sheet(
        'survey',
        [...header, 'relevant', 'disabled'],
        [...text, '', 'yes'],
        ['text', 'q', 'Q', '${a} = 1', ''],
      ),
      'error xpath.unknownReference survey!D3',
    ],
    'to the name of an end': [
      sheet(
        'survey',
        [...header, 'relevant'],
        ['begin group', 'g', 'G', ''],
        ['text', 'a', 'A', ''],
        ['end group', 'e', '', ''],
        ['text', 'q', 'Q', '${e} = 1'],
      ),
      'error xpath.unknownReference survey!D5',
    ],
    'in the words of another language': [
      sheet(
        'survey',
        ['type', 'name', 'label::English (en)', 'label::French (fr)'],
        ['text', 'a', 'A', 'A'],
        ['note', 'n', 'Hi ${a}', 'Salut ${gone}'],
      ),
      'warning reference.unknown survey!D3',
    ],
  })
})

describe('references to several', () => {
  const again = ['begin group', 'g', 'G', '']
  const twice = [['text', 'x', 'X', ''], again, ['text', 'x', 'X', ''], ['end group', '', '', '']]
  const repeated = (...rows: string[][]) => [
    ['begin repeat', 'r', 'R', ''],
    ['text', 'x', 'X', ''],
    ...rows,
    ['end repeat', '', '', ''],
  ]
  const reading = ['text', 'q', 'Q', "${x} = '1'"]
  const form = (...rows: string[][]) => sheet('survey', [...header, 'relevant'], ...rows)
  testRefused({
    'a name in a group and outside': [form(...twice, reading), 'warning reference.ambiguous survey!D6'],
    'read inside its own group': [
      form(...twice.slice(0, 3), reading, ['end group', '', '', '']),
      'warning reference.ambiguous survey!D5',
    ],
    'a name in a repeat and outside': [
      form(['text', 'x', 'X', ''], ...repeated(), reading),
      'warning reference.ambiguous survey!D6',
    ],
    'read inside the repeat': [
      form(['text', 'x', 'X', ''], ...repeated(reading)),
      'warning reference.ambiguous survey!D5',
    ],
    'in a label': [form(...twice, ['note', 'n', 'Hi ${x}', '']), 'warning reference.ambiguous survey!C6'],
    'in a choice': [
      [
        form(...twice, ['select_one l', 'q', 'Q', '']),
        sheet('choices', ['list_name', 'name', 'label'], ['l', 'x', 'X ${x}']),
      ].join('\n'),
      'warning reference.ambiguous choices!C2',
    ],
    'a question and a group': [
      form(
        ['begin group', 'x', 'X', ''],
        ['text', 'b', 'B', ''],
        ['end group', '', '', ''],
        ['begin group', 'g', 'G', ''],
        ['text', 'x', 'X', ''],
        ['end group', '', '', ''],
        reading,
      ),
      'error xpath.groupValue survey!D8',
      'warning reference.ambiguous survey!D8',
    ],
  })
  testAccepted({ 'a name that stands twice and that nothing reads': form(...twice) })
})

test('what QField shows as it is written is told', () => {
  const form = compileMarkdown(asking('constraint_message', 'text', 'not ${a}'))
  expect(form.issues).toMatchObject([
    { level: 'info', code: 'reference.shown', row: 3, column: 'D', params: { reference: '${a}' } },
  ])
})
