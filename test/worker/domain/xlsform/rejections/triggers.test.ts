import { describe } from 'vitest'
import { sheet, testAccepted, testRefused } from '#test/worker/domain/xlsform/rejections/markdown.ts'

const unknown = 'warning trigger.unknown survey!E8'
const hidden = 'warning trigger.hidden survey!E8'

/** The trigger stands in E8. */
const on = (trigger: string) =>
  sheet(
    'survey',
    ['type', 'name', 'label', 'calculation', 'trigger'],
    ['text', 'a', 'A', '', ''],
    ['integer', 'b', 'B', '', ''],
    ['calculate', 'unseen', '', '1', ''],
    ['begin group', 'g', 'G', '', ''],
    ['text', 'inner', 'I', '', ''],
    ['end group', '', '', '', ''],
    ['calculate', 'q', 'Q', '1', trigger],
  )

describe('triggers', () => {
  testRefused({
    'a group': [on('${g}'), unknown],
    'one of two that is not there': [on('${a}, ${gone}'), unknown],
    'two without a comma': [on('${a} ${b}'), 'warning trigger.noComma survey!E8'],
    'two with a semicolon': [on('${a};${b}'), 'warning trigger.noComma survey!E8'],
    'blanks inside the braces': [on('${ a }'), 'warning reference.spaced survey!E8'],
    'an open brace': [on('${a'), unknown],
    'an open brace after a closed one': [on('concat(${a}, ${a'), unknown],
    'a calculation that nobody sees': [on('${unseen}'), hidden],
    'one of two that nobody sees': [on('${a}, ${unseen}'), hidden],
    'the calculation itself': [on('${q}'), hidden],
    'a path': [on('${/data/a}'), unknown],
  })
  testAccepted({
    'a question': on('${a}'),
    'two with a comma': on('${a}, ${b}'),
    'a comma at the end': on('${a},'),
    'a question in a group': on('${inner}'),
  })
})

const computed = (given: string, calculation: string) =>
  sheet(
    'survey',
    ['type', 'name', 'label', 'default', 'calculation'],
    ['text', 'a', 'A', '', ''],
    ['calculate', 'q', '', given, calculation],
  )

describe('calculates', () => {
  testRefused({
    'a default that never changes': [computed('x', ''), 'warning calculation.onlyDefault survey!D3'],
  })
  testAccepted({
    'a default that is computed': computed('now()', ''),
    'a calculation': computed('', '1 + 1'),
    both: computed('x', '1 + 1'),
  })
})
