import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'a question called meta': [
    `
      | survey | type | name | label |
      | | text | meta | A |`,
    'warning name.reserved survey!B2',
  ],
  'a group called meta': [
    `
      | survey | type | name | label |
      | | begin group | meta | M |
      | | text | a | A |
      | | end group |`,
    'warning name.reserved survey!B2',
  ],
  'a question called meta in a group': [
    `
      | survey | type | name | label |
      | | begin group | g | M |
      | | text | meta | A |
      | | end group |`,
    'warning name.reserved survey!B3',
  ],
  'a repeat called like the form': [
    `
      | survey | type | name | label |
      | | begin repeat | data | M |
      | | text | a | A |
      | | end repeat |`,
    'warning name.reserved survey!B2',
  ],
  'a repeat called like the form, in a group': [
    `
      | survey | type | name | label |
      | | begin group | g | M |
      | | begin repeat | data | M |
      | | text | a | A |
      | | end repeat |
      | | end group |`,
    'warning name.reserved survey!B3',
  ],
  'a repeat called like the form of the settings': [
    `
      | survey | type | name | label |
      | | begin repeat | house | M |
      | | text | a | A |
      | | end repeat |
      | settings | name |
      | | house |`,
    'warning name.reserved survey!B2',
  ],
  'the name of a repeat’s count': [
    `
      | survey | type | name | label | repeat_count |
      | | integer | r_count | N | |
      | | begin repeat | r | R | 2 + 1 |
      | | text | a | A | |
      | | end repeat | | | |`,
    'warning name.reserved survey!B2',
  ],
  'an audit of another name': [
    `
      | survey | type | name | label |
      | | audit | watch | |
      | | text | a | A |`,
    'warning name.audit survey!B2',
    'warning type.leftOut survey!A2',
  ],
  'a repeat without a name': [
    `
      | survey | type | name | label |
      | | begin repeat | | R |
      | | text | a | A |
      | | end repeat | | |`,
    'info group.noName survey!A2',
  ],
  'a loop without a name': [
    `
      | survey | type | name | label |
      | | begin loop over l | | R |
      | | text | a | A |
      | | end loop | | |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'info group.noName survey!A2',
  ],
  'a select without a name': [
    `
      | survey | type | name | label |
      | | select_one l | | R |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning name.missing survey!A2',
  ],
  'a calculation without a name': [
    `
      | survey | type | name | label | calculation |
      | | calculate | | | 1 |
      | | text | a | A | |`,
    'warning name.missing survey!A2',
  ],
  'a name that starts with a hyphen': [
    `
      | survey | type | name | label |
      | | text | -a | A |`,
    'warning name.invalid survey!B2',
  ],
  'a name with a dollar sign': [
    `
      | survey | type | name | label |
      | | text | a$ | A |`,
    'warning name.invalid survey!B2',
  ],
  'a name that starts with a period': [
    `
      | survey | type | name | label |
      | | text | .a | A |`,
    'warning name.invalid survey!B2',
  ],
  'a name with a slash': [
    `
      | survey | type | name | label |
      | | text | a/b | A |`,
    'warning name.invalid survey!B2',
  ],
  'a repeat’s name with a blank': [
    `
      | survey | type | name | label |
      | | begin repeat | a b | R |
      | | text | a | A |
      | | end repeat | | |`,
    'warning name.invalid survey!B2',
  ],
  'a loop’s choice with a blank': [
    `
      | survey | type | name | label |
      | | begin loop over l | o | R |
      | | text | a | A |
      | | end loop | | |
      | choices | list_name | name | label |
      | | l | x y | X |`,
    'warning name.invalid survey!A2',
  ],
  'a type column alone': [
    `
      | survey | type |
      | | text |`,
    'warning name.missing survey!A2',
    'warning label.missing survey!A2',
  ],
  'no name column': [
    `
      | survey | type | label |
      | | text | A |`,
    'warning name.missing survey!A2',
  ],
  'a file of values without a name': [
    `
      | survey | type | name | label |
      | | csv-external | | |
      | | text | c | A |`,
    'warning name.missing survey!A2',
    'error list.fileMissing survey!A2',
  ],
  'a file of values with a blank in its name': [
    `
      | survey | type | name | label |
      | | csv-external | a b | |
      | | text | c | A |`,
    'warning name.invalid survey!B2',
    'error list.fileMissing survey!A2',
  ],
}

const accepted: Record<string, string> = {
  'names of other scripts': `
      | survey | type | name | label |
      | | text | été | A |
      | | text | 名前 | A |
      | | text | _x.y-z | A |`,
  'meta with a capital': `
      | survey | type | name | label |
      | | text | Meta | A |`,
  'a group called like the form': `
      | survey | type | name | label |
      | | begin group | data | M |
      | | text | a | A |
      | | end group |`,
  'a repeat called data in a form of another name': `
      | survey | type | name | label |
      | | begin repeat | data | A |
      | | text | c | A |
      | | end repeat | | |
      | settings | name |
      | | house |`,
  'the name of a repeat’s count where the count is an answer': `
      | survey | type | name | label | repeat_count |
      | | integer | r_count | N | |
      | | begin repeat | r | R | \${r_count} |
      | | text | a | A | |
      | | end repeat | | | |`,
  'an audit without a name': `
      | survey | type | name | label |
      | | audit | | |
      | | text | a | A |`,
  'a note without a name': `
      | survey | type | name | label |
      | | note | | R |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
