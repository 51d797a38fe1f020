import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'a survey sheet with another letter': [
    `
      | surveys | type | name | label |
      | | text | a | A |
      | choices | list_name | name | label |`,
    'warning sheet.misspelt surveys!',
  ],
  'an external_choices sheet with a letter less': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l | a | A | state=\${s} |
      | external_choice | list_name | name | label | state |
      | | l | x | X | k |`,
    'warning sheet.misspelt external_choice!',
  ],
  'no external_choices sheet': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l | a | A | state=\${s} |`,
    'error list.missing survey!A3',
  ],
  'a list of choices where external_choices has to have it': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l | a | A | state=\${s} |
      | choices | list_name | name | label | state |
      | | l | x | X | k |`,
    'error list.missing survey!A3',
  ],
  'an external list that is not there': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external gone | a | A | state=\${s} |
      | external_choices | list_name | name | label | state |
      | | l | x | X | k |`,
    'error list.missing survey!A3',
  ],
  'external choices without list_name': [
    `
      | survey | type | name | label | choice_filter |
      | | text | s | S | |
      | | select_one_external l | a | A | state=\${s} |
      | external_choices | lists | name | label | state |
      | | l | x | X | k |`,
    'error choices.noColumn external_choices!',
    'error list.missing survey!A3',
  ],
  'two choices sheets': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | Choices | list_name | name | label |
      | | m | x | X |`,
    'warning sheet.duplicate Choices!',
  ],
  'a title above the headers of the survey': [
    `
      | survey | My form |
      | | type | name | label |
      | | text | a | A |`,
    'warning header.late survey!2',
  ],
  'a title above the headers of the choices': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | Lists of this form |
      | | list_name | name | label |
      | | l | x | X |`,
    'warning header.late choices!2',
  ],
  'choices without headers': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | l | x | X |
      | | l | y | Y |`,
    'error choices.noColumn choices!',
    'error choices.noColumn choices!',
    'error list.missing survey!A2',
  ],
  'headers of choices alone': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |`,
    'error list.missing survey!A2',
  ],
  'cells under no header': [
    `
      | survey | type | name | label | |
      | | text | a | A | note to self |`,
    'info column.noHeader survey!D2',
  ],
}

const accepted: Record<string, string> = {
  'a column of choices with a blank': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label | my note |
      | | l | x | X | n |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
