import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'two loops with one end': [
    `
      | survey | type | name | label |
      | | begin loop over l | o | O |
      | | begin loop over l | p | P |
      | | text | a | A |
      | | end loop | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning group.unclosed survey!A2',
  ],
  'a loop and its group ended in the wrong order': [
    `
      | survey | type | name | label |
      | | begin loop over l | o | O |
      | | begin group | g | P |
      | | text | a | A |
      | | end loop | | |
      | | end group | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning group.crossed survey!A5',
  ],
  'a repeat that ends as a group': [
    `
      | survey | type | name | label |
      | | begin repeat | r | O |
      | | text | a | A |
      | | end group | | |`,
    'warning group.unopened survey!A4',
    'warning group.unclosed survey!A2',
  ],
  'an end above its begin': [
    `
      | survey | type | name | label |
      | | end group | | |
      | | begin group | g | G |
      | | text | a | A |`,
    'warning group.unopened survey!A2',
    'warning group.unclosed survey!A3',
  ],
  'a group without a name in a repeat': [
    `
      | survey | type | name | label |
      | | begin repeat | r | R |
      | | begin group | | G |
      | | text | a | A |
      | | end group | | |
      | | end repeat | | |`,
    'info group.noName survey!A3',
  ],
  'words behind the end of a group': [
    `
      | survey | type | name | label |
      | | begin group | g | A |
      | | text | a | A |
      | | end group g | | |`,
    'warning type.spelling survey!A4',
  ],
  'two words behind a repeat': [
    `
      | survey | type | name | label |
      | | begin repeat over x y | g | A |
      | | text | a | A |
      | | end repeat | | |`,
    'warning type.spelling survey!A2',
  ],
  'a loop without a list': [
    `
      | survey | type | name | label |
      | | begin loop | o | O |
      | | text | a | A |
      | | end loop | | |`,
    'error list.notNamed survey!A2',
  ],
  'a loop over nothing': [
    `
      | survey | type | name | label |
      | | begin loop over | o | O |
      | | text | c | A |
      | | end loop | | |`,
    'error list.notNamed survey!A2',
  ],
  'a loop without its end': [
    `
      | survey | type | name | label |
      | | begin loop over l | o | O |
      | | text | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning group.unclosed survey!A2',
  ],
  'an end without its loop': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | end loop | | |`,
    'warning group.unopened survey!A3',
  ],
  'a repeat without its end': [
    `
      | survey | type | name | label |
      | | begin repeat | r | O |
      | | text | a | A |`,
    'warning group.unclosed survey!A2',
  ],
  'an end without its repeat': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | end repeat | | |`,
    'warning group.unopened survey!A3',
  ],
  'a group that a loop ends': [
    `
      | survey | type | name | label |
      | | begin group | r | O |
      | | text | a | A |
      | | end loop | | |`,
    'warning group.unopened survey!A4',
    'warning group.unclosed survey!A2',
  ],
  'two groups with one end': [
    `
      | survey | type | name | label |
      | | begin group | r | O |
      | | begin group | s | O |
      | | text | a | A |
      | | end group | | |`,
    'warning group.unclosed survey!A2',
  ],
  'a repeat and its group ended in the wrong order': [
    `
      | survey | type | name | label |
      | | begin group | g | O |
      | | begin repeat | s | O |
      | | text | a | A |
      | | end group | | |
      | | end repeat | | |`,
    'warning group.crossed survey!A5',
  ],
  'a loop where there are no choices': [
    `
      | survey | type | name | label |
      | | begin loop over gone | o | O |
      | | text | a | A |
      | | end loop | | |`,
    'error list.missing survey!A2',
  ],
  'a table of two lists': [
    `
      | survey | type | name | label | appearance |
      | | begin group | g | G | table-list |
      | | select_one l | a | A | |
      | | select_one m | b | B | |
      | | end group | | | |
      | choices | list_name | name | label |
      | | l | x | X |
      | | m | y | Y |`,
    'warning tableList.mixed survey!A4',
  ],
  'a table with a filter': [
    `
      | survey | type | name | label | appearance | choice_filter |
      | | begin group | g | G | table-list | |
      | | select_one l | a | A | | name='x' |
      | | end group | | | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning tableList.filtered survey!E3',
  ],
  'a table with another list in a group within': [
    `
      | survey | type | name | label | appearance |
      | | begin group | g | G | table-list |
      | | select_one l | a | A | |
      | | begin group | h | G | |
      | | select_one m | b | B | |
      | | end group | | | |
      | | end group | | | |
      | choices | list_name | name | label |
      | | l | x | X |
      | | m | y | Y |`,
    'warning tableList.mixed survey!A5',
  ],
}

const accepted: Record<string, string> = {
  'old words for groups': `
      | survey | type | name | label |
      | | begin_group | a | A |
      | | begin looped group | b | A |
      | | begin lgroup | d | A |
      | | text | c | A |
      | | end lgroup | | |
      | | end looped group | | |
      | | end_group | | |
      | | begin loop over l | e | A |
      | | text | c | A |
      | | end_loop | | |
      | | begin_loop l | f | A |
      | | text | c | A |
      | | end loop | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
  'an end in other words': `
      | survey | type | name | label |
      | | begin lgroup | b | A |
      | | text | c | A |
      | | end repeat | | |`,
  'a table with a filter on its second question': `
      | survey | type | name | label | appearance | choice_filter |
      | | begin group | g | G | table-list | |
      | | select_one l | a | A | | |
      | | select_one l | b | A | | name='x' |
      | | end group | | | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
  'another list behind a group in a table': `
      | survey | type | name | label | appearance |
      | | begin group | g | G | table-list |
      | | select_one l | a | A | |
      | | begin group | h | G | |
      | | text | c | B | |
      | | end group | | | |
      | | select_one m | b | B | |
      | | end group | | | |
      | choices | list_name | name | label |
      | | l | x | X |
      | | m | y | Y |`,
  'a text in a table': `
      | survey | type | name | label | appearance |
      | | begin group | g | G | table-list |
      | | select_one l | a | A | |
      | | text | t | T | |
      | | select_one l | b | B | |
      | | end group | | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
  'two kinds of select in a table': `
      | survey | type | name | label | appearance |
      | | begin group | g | G | table-list |
      | | select_one l | a | A | |
      | | select_multiple l | b | B | |
      | | end group | | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
  'an empty group': `
      | survey | type | name | label |
      | | text | a | A |
      | | begin group | g | O |
      | | end group | | |`,
  'an empty repeat': `
      | survey | type | name | label |
      | | text | a | A |
      | | begin repeat | g | O |
      | | end repeat | | |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
