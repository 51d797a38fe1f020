import { expect, test } from 'vitest'
import { compileMarkdown, problems, sheet } from '#test/worker/domain/xlsform/rejections/markdown.ts'

test('all problems of a form are told at once', () => {
  const form = compileMarkdown(
    sheet(
      'survey',
      ['type', 'name', 'label', 'relevant', 'parameters', 'calculation', 'trigger', 'save_to'],
      ['text', 'a', 'A', '${gone} = 1', 'rows=1.5 size=3', '', '', 'name'],
      ['range', 'b', 'Hi ${a', '${ a } = 1', 'step=20', '', '', 'birds#kind'],
      ['calculate', 'c', '', '1 +', '', '', '${a} ${b}', ''],
      ['image', 'd', '', 'nice(.)', 'app=camera', '', '', 'same'],
      ['select_one gone', 'e', 'E', '', 'seed=1', '', '', 'same'],
    ),
    sheet('choices', ['list_name', 'name', 'label'], ['l', 'x', 'X ${nowhere}']),
    sheet('entities', ['list_name', 'update_if'], ['big trees', '${']),
    sheet('settings', ['form_title', 'instance_name'], ['T ${nobody}', 'concat(${a}, ']),
  )
  expect(problems(form)).toEqual(
    [
      'error calculation.missing survey!B4',
      'error list.missing survey!A6',
      'error xpath.syntax settings!B2',
      'error xpath.syntax survey!D4',
      'error xpath.unknownFunction survey!D5',
      'error xpath.unknownReference survey!D2',
      'warning entities.name entities!A2',
      'warning entities.noId entities!B2',
      'warning entities.noLabel entities!A2',
      'warning label.missing survey!B5',
      'warning parameter.invalid survey!E2',
      'warning parameter.invalid survey!E5',
      'warning parameter.invalid survey!E6',
      'warning parameter.unknown survey!E2',
      'warning range.parameters survey!E3',
      'warning reference.malformed survey!C3',
      'warning reference.spaced survey!D3',
      'warning reference.unknown choices!C2',
      'warning reference.unknown settings!A2',
      'warning saveTo.duplicate survey!H6',
      'warning saveTo.invalid survey!H2',
      'warning saveTo.unknownList survey!H3',
      'warning trigger.noComma survey!G4',
    ].toSorted(),
  )
  expect(form.layers.flatMap((layer) => layer.questions)).toHaveLength(5)
})

test('several problems in one cell are told each', () => {
  const form = compileMarkdown(
    sheet(
      'survey',
      ['type', 'name', 'label', 'constraint_message'],
      ['text', 'a', 'A', 'not ${gone}, not ${away}, not ${ a }, not ${b'],
    ),
  )
  expect(problems(form)).toEqual([
    'warning reference.malformed survey!D2',
    'warning reference.spaced survey!D2',
    'warning reference.unknown survey!D2',
    'warning reference.unknown survey!D2',
  ])
})
