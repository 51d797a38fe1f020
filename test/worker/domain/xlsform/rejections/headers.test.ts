import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'caption and label in one language': [
    `
      | survey | type | name | caption::English (en) | label::English (en) |
      | | text | a | A | B |`,
    'warning header.duplicate survey!D1',
  ],
  'image and media::image in one language': [
    `
      | survey | type | name | label | image::English (en) | media::image::English (en) |
      | | text | a | A | a.png | b.png |`,
    'warning header.duplicate survey!E1',
  ],
  'guidance_hint twice': [
    `
      | survey | type | name | label | guidance_hint | Guidance Hint |
      | | text | a | A | x | y |`,
    'warning header.duplicate survey!E1',
  ],
  'default twice': [
    `
      | survey | type | name | label | default | Default |
      | | text | a | A | x | y |`,
    'warning header.duplicate survey!E1',
  ],
  'choice_filter twice': [
    `
      | survey | type | name | label | choice_filter | Choice Filter |
      | | select_one l | a | A | true() | true() |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning header.duplicate survey!E1',
  ],
  'parameters twice': [
    `
      | survey | type | name | label | parameters | Parameters |
      | | range | a | A | start=1 | end=3 |`,
    'warning header.duplicate survey!E1',
  ],
  'required and bind::required': [
    `
      | survey | type | name | label | required | bind::required |
      | | text | a | A | yes | no |`,
    'warning header.duplicate survey!E1',
  ],
  'constraint and bind::constraint': [
    `
      | survey | type | name | label | constraint | bind::constraint |
      | | text | a | A | . = 1 | . = 2 |`,
    'warning header.duplicate survey!E1',
  ],
  'trigger twice': [
    `
      | survey | type | name | label | trigger | Trigger | calculation |
      | | text | a | A | | | |
      | | calculate | b | | \${a} | \${a} | 1 |`,
    'warning header.duplicate survey!E1',
  ],
  'form_id and set form id': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | form_id | set form id |
      | | a | b |`,
    'warning header.duplicate settings!B1',
  ],
  'version twice': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | version | Version |
      | | 1 | 2 |`,
    'warning header.duplicate settings!B1',
  ],
  'name and value in the choices': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | value | label |
      | | l | x | y | X |`,
    'warning header.duplicate choices!C1',
  ],
  'name and value in the external choices': [
    `
      | survey | type | name | label | choice_filter |
      | | select_one_external l | a | A | true() |
      | external_choices | list_name | name | value | label |
      | | l | x | y | X |`,
    'warning header.duplicate external_choices!C1',
  ],
  'relevant and relevance': [
    `
      | survey | type | name | label | relevant | relevance |
      | | text | a | A | 1=1 | 1=1 |`,
    'warning header.duplicate survey!E1',
  ],
  'calculation and calculate': [
    `
      | survey | type | name | label | calculation | calculate |
      | | calculate | a | A | 1 | 1 |`,
    'warning header.duplicate survey!E1',
  ],
  'relevant and bind::relevant': [
    `
      | survey | type | name | label | relevant | bind::relevant |
      | | text | a | A | 1=1 | 1=1 |`,
    'warning header.duplicate survey!E1',
  ],
  'readonly and read_only': [
    `
      | survey | type | name | label | readonly | read_only |
      | | text | a | A | yes | yes |`,
    'warning header.duplicate survey!E1',
  ],
  'type and command': [
    `
      | survey | type | command | name | label |
      | | text | text | a | A |`,
    'warning header.duplicate survey!B1',
  ],
  'name and value': [
    `
      | survey | type | name | value | label |
      | | text | a | b | A |`,
    'warning header.duplicate survey!C1',
  ],
  'constraint_message and bind::jr:constraintMsg': [
    `
      | survey | type | name | label | constraint_message | bind::jr:constraintMsg |
      | | text | a | A | m | n |`,
    'warning header.duplicate survey!E1',
  ],
  'required_message and requiredMsg': [
    `
      | survey | type | name | label | required_message | requiredMsg |
      | | text | a | A | m | n |`,
    'warning header.duplicate survey!E1',
  ],
  'repeat_count and jr:count': [
    `
      | survey | type | name | label | repeat_count | jr:count |
      | | text | a | A | | |`,
    'warning header.duplicate survey!E1',
  ],
  'image and media::image': [
    `
      | survey | type | name | label | image | media::image |
      | | text | a | A | x.png | x.png |`,
    'warning header.duplicate survey!E1',
  ],
  'a language twice': [
    `
      | survey | type | name | label::English (en) | Label :: English (en) |
      | | text | a | A | B |`,
    'warning header.duplicate survey!D1',
  ],
  'appearance and body::appearance': [
    `
      | survey | type | name | label | appearance | body::appearance |
      | | text | a | A | multiline | multiline |`,
    'warning header.duplicate survey!E1',
  ],
  'title and form_title': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | title | form_title |
      | | A | B |`,
    'warning header.duplicate settings!B1',
  ],
  'form_title and set form title': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | form_title | set form title |
      | | A | B |`,
    'warning header.duplicate settings!B1',
  ],
  'image and media::image in the choices': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label | image | media::image |
      | | l | x | X | a.png | a.png |`,
    'warning header.duplicate choices!E1',
  ],
  'label and caption in the choices': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label | caption |
      | | l | x | X | Y |`,
    'warning header.duplicate choices!D1',
  ],
}

const accepted: Record<string, string> = {
  'columns of different meaning': `
      | survey | type | name | label | relevant | constraint | jr:constraintMsg |
      | | text | a | A | true() | . = 1 | m |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
