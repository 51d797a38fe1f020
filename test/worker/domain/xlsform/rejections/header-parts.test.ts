import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'media and media::image': [
    `
      | survey | type | name | label | media | media::image |
      | | text | a | A | x.png | y.png |`,
    'info column.ignored survey!D',
  ],
  'body alone': [
    `
      | survey | type | name | label | body |
      | | text | a | A | x |`,
    'info column.ignored survey!D',
  ],
  'bind alone': [
    `
      | survey | type | name | label | bind |
      | | text | a | A | x |`,
    'info column.ignored survey!D',
  ],
  'instance alone': [
    `
      | survey | type | name | label | instance |
      | | text | a | A | x |`,
    'info column.ignored survey!D',
  ],
  'media that nobody knows': [
    `
      | survey | type | name | label | media::foo |
      | | text | a | A | x |`,
    'info column.ignored survey!D',
  ],
  'a label with two languages': [
    `
      | survey | type | name | label::English::x |
      | | text | a | A |`,
    'warning header.surplus survey!C1',
  ],
  'a label with one language and with two': [
    `
      | survey | type | name | label::English | label::English::x |
      | | text | a | A | B |`,
    'warning header.surplus survey!D1',
    'warning language.noCode !',
  ],
  'a name with a language': [
    `
      | survey | type | name::x | label |
      | | text | a | A |`,
    'warning header.surplus survey!B1',
  ],
  'a type with a language': [
    `
      | survey | type::x | name | label |
      | | text | a | A |`,
    'warning header.surplus survey!A1',
  ],
  'relevant with a language': [
    `
      | survey | type | name | label | relevant::x |
      | | text | a | A | 1=1 |`,
    'warning header.surplus survey!D1',
  ],
  'relevant with and without a language': [
    `
      | survey | type | name | label | relevant | relevant::x |
      | | text | a | A | 1=1 | 1=1 |`,
    'warning header.surplus survey!E1',
    'warning header.duplicate survey!E1',
  ],
  'parameters with a language': [
    `
      | survey | type | name | label | parameters::x |
      | | text | a | A | x |`,
    'warning header.surplus survey!D1',
    'warning parameter.malformed survey!D2',
  ],
  'a default with a language': [
    `
      | survey | type | name | label | default::fr |
      | | text | a | A | x |`,
    'warning header.surplus survey!D1',
  ],
  'required with a language': [
    `
      | survey | type | name | label | required::fr |
      | | text | a | A | yes |`,
    'warning header.surplus survey!D1',
  ],
  'a choice filter with a language': [
    `
      | survey | type | name | label | choice_filter::fr |
      | | select_one l | a | A | name='x' |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning header.surplus survey!D1',
  ],
  'names of choices with a language': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name::fr | label |
      | | l | x | X |`,
    'warning header.surplus choices!B1',
  ],
  'names of lists with a language': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name::fr | name | label |
      | | l | x | X |`,
    'warning header.surplus choices!A1',
  ],
  'settings with a language': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | form_title::fr | form_id::fr |
      | | A | B |`,
    'warning header.surplus settings!A1',
    'warning header.surplus settings!B1',
  ],
}

const accepted: Record<string, string> = {
  'one colon and two': `
      | survey | type | name | label::English | label:French |
      | | text | a | A | x |`,
  'a hint with and without a language': `
      | survey | type | name | label | hint | hint::fr |
      | | text | a | A | x | y |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
