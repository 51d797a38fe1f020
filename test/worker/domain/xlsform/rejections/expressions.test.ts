import { describe } from 'vitest'
import {
  choices,
  sheet,
  testAccepted,
  testRefused,
  type Refused,
} from '#test/worker/domain/xlsform/rejections/markdown.ts'

/** The calculation stands in D7, outside the repeat. */
const computing = (calculation: string) =>
  [
    sheet(
      'survey',
      ['type', 'name', 'label', 'calculation'],
      ['select_one l', 'a', 'A', ''],
      ['integer', 'n', 'N', ''],
      ['begin repeat', 'r', 'R', ''],
      ['integer', 'inner', 'I', ''],
      ['end repeat', '', '', ''],
      ['calculate', 'q', '', calculation],
    ),
    choices,
    sheet('f', ['name', 'label'], ['x', 'X']),
  ].join('\n')
const refused = (calculation: string, code: string): Refused => [
  computing(calculation),
  `error ${code} survey!D7`,
]

/** pyxform lets these through: it is ODK's validator, or the app, that refuses them. */
describe('expressions', () => {
  testRefused({
    'an operator without its end': refused('1 +', 'xpath.syntax'),
    'an open bracket': refused("concat('a'", 'xpath.syntax'),
    'a bracket too many': refused("concat('a'))", 'xpath.syntax'),
    'two values in a row': refused('${n} ${n}', 'xpath.syntax'),
    'words in a row': refused('some words', 'xpath.syntax'),
    'two signs of equality': refused('${n} == 1', 'xpath.syntax'),
    'another language’s and': refused('${n} && 1', 'xpath.syntax'),
    'and in capitals': refused('${n} AND 1', 'xpath.syntax'),
    'not without brackets': refused('not ${n}', 'xpath.syntax'),
    'a dollar without braces': refused('$n', 'xpath.syntax'),
    'a name without braces': refused('today', 'xpath.bareName'),
    'a path to nothing': refused('/data/gone', 'xpath.unknownReference'),
    'a path from here to nothing': refused('../gone', 'xpath.unknownReference'),
    'a repeat as a value': refused('${r}', 'xpath.repeatValue'),
    'a question in a repeat as a value': refused('${inner} + 1', 'xpath.repeatValue'),
    'a place outside of repeats': refused('position(..)', 'xpath.outsideRepeat'),
    'if without its cases': refused('if(1)', 'xpath.arguments'),
    'a function without arguments': refused('pulldata()', 'xpath.arguments'),
    'a function with too many': refused("pulldata('f', 'label', 'name', 'x', 'y')", 'xpath.arguments'),
    'a look-up without its key': refused("pulldata('f', 'label', 'name')", 'xpath.arguments'),
    'a look-up in no file': refused("pulldata('gone', 'label', 'name', ${a})", 'xpath.unknownList'),
    'a look-up of no column': refused("pulldata('f', 'price', 'name', ${a})", 'xpath.unknownColumn'),
    'a list that is not there': [
      computing("instance('gone')/root/item[name = ${a}]/label"),
      'error xpath.unknownColumn survey!D7',
      'error xpath.unknownList survey!D7',
    ],
    'an indexed repeat of two': refused('indexed-repeat(${inner}, ${r})', 'xpath.arguments'),
    'an indexed repeat of no repeat': refused('indexed-repeat(${inner}, ${n}, 1)', 'xpath.notMany'),
    'an indexed repeat of a question outside': refused('indexed-repeat(${n}, ${r}, 1)', 'xpath.notMany'),
    'a choice’s label of no reference': refused("jr:choice-name(${a}, 'b')", 'xpath.constantNeeded'),
  })
  testAccepted({
    'an indexed repeat': computing('indexed-repeat(${inner}, ${r}, 1)'),
    'an indexed repeat by an answer': computing('indexed-repeat(${inner}, ${r}, ${n}) + 1'),
    'a sum': computing('sum(${inner})'),
    'a count': computing('count(${r})'),
    'a look-up': computing("pulldata('f', 'label', 'name', ${a})"),
    'a list': computing("instance('l')/root/item[name = ${a}]/label"),
    'a choice’s label': computing("jr:choice-name(${a}, '${a}')"),
    'typographic quotes': computing('if(${n} = 1, ‘one’, “many”)'),
  })
})
