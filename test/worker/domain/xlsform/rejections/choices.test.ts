import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'a list name alone': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | | |`,
    'warning choice.noName choices!2',
  ],
  'a rank’s list that is not there': [
    `
      | survey | type | name | label |
      | | rank gone | a | A |`,
    'error list.missing survey!A2',
  ],
  'a multiple select’s list that is not there': [
    `
      | survey | type | name | label |
      | | select_multiple gone | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'a list with a blank in its name': [
    `
      | survey | type | name | label |
      | | select_one my list | a | A |
      | choices | list_name | name | label |
      | | my list | x | X |`,
    'warning list.spaces survey!A2',
  ],
  'a list in capitals': [
    `
      | survey | type | name | label |
      | | select_one L | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'a choice without a name in a list that nobody uses': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | choices | list_name | name | label |
      | | l | | X |`,
    'warning choice.noName choices!2',
  ],
  'a choice twice in a list that nobody uses': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |`,
    'warning choice.duplicate choices!B3',
  ],
  'a choice three times': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | | l | x | Z |`,
    'warning choice.duplicate choices!B3',
    'warning choice.duplicate choices!B4',
  ],
  'choices twice in two lists': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | | m | y | X |
      | | m | y | Y |`,
    'warning choice.duplicate choices!B3',
    'warning choice.duplicate choices!B5',
  ],
  'a choice with a blank in a multiple select with or_other': [
    `
      | survey | type | name | label |
      | | select_multiple l or_other | a | A |
      | choices | list_name | name | label |
      | | l | x y | X |`,
    'warning choice.spaces survey!B2',
  ],
  'or_other with external choices': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l or_other | a | A | |
      | external_choices | list_name | name | label | state |
      | | l | x | X | k |`,
    'warning other.notChoices survey!A3',
  ],
  'or_other with external choices and a filter': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l or_other | a | A | state=\${s} |
      | external_choices | list_name | name | label | state |
      | | l | x | X | k |`,
    'warning other.notChoices survey!A3',
    'warning other.filtered survey!A3',
  ],
  'or_other with answers of a repeat': [
    `
      | survey | type | name | label |
      | | begin repeat | r | R |
      | | text | t | T |
      | | end repeat | | |
      | | select_one \${t} or_other | a | A |`,
    'warning list.answers survey!A5',
  ],
}

const accepted: Record<string, string> = {
  'a choice without a label': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | |`,
  'choices without labels': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name |
      | | l | x |`,
  'a choice without a list': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | | y | Y |`,
  'a choice with a blank in a single select': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x y | X |`,
  'a choice in two lists': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | m | x | Y |`,
  'choices that differ in a capital': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | X | Y |`,
  'an external choice twice': `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l | a | A | state=\${s} |
      | external_choices | list_name | name | label | state |
      | | l | x | X | k |
      | | l | x | Y | m |`,
  'or_other in two languages': `
      | survey | type | name | label::English (en) | label::French (fr) |
      | | select_one l or_other | a | A | B |
      | choices | list_name | name | label::English (en) | label::French (fr) |
      | | l | x | X | Y |`,
  'a rank with or_other': `
      | survey | type | name | label |
      | | rank l or_other | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
