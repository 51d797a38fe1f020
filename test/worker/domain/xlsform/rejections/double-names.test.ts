import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'two repeats of one name beside each other': [
    `
      | survey | type | name | label |
      | | begin repeat | r | R |
      | | text | a | A |
      | | end repeat | | |
      | | begin repeat | r | R |
      | | text | b | A |
      | | end repeat | | |`,
    'error name.duplicate survey!B5',
  ],
  'two repeats of one name in each other': [
    `
      | survey | type | name | label |
      | | begin repeat | r | R |
      | | begin repeat | r | R |
      | | text | b | A |
      | | end repeat | | |
      | | end repeat | | |`,
    'error name.duplicate survey!B3',
  ],
  'a question and a repeat of one name': [
    `
      | survey | type | name | label |
      | | text | r | A |
      | | begin repeat | r | R |
      | | text | b | A |
      | | end repeat | | |`,
    'error name.duplicate survey!B3',
  ],
  'a question and a calculation of one name': [
    `
      | survey | type | name | label | calculation |
      | | text | r | A | |
      | | calculate | r | | 1 |`,
    'error name.duplicate survey!B3',
  ],
  'a question and a note of one name': [
    `
      | survey | type | name | label |
      | | text | r | A |
      | | note | r | B |`,
    'error name.duplicate survey!B3',
  ],
  'the name of the text that or_other adds, after it': [
    `
      | survey | type | name | label |
      | | select_one l or_other | a | A |
      | | text | a_other | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error name.duplicate survey!B3',
  ],
  'the name of the text that or_other adds, before it': [
    `
      | survey | type | name | label |
      | | text | a_other | A |
      | | select_one l or_other | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error name.duplicate survey!A3',
  ],
  'a name twice in a group within a group': [
    `
      | survey | type | name | label |
      | | begin group | g | G |
      | | begin group | h | H |
      | | text | a | A |
      | | text | a | B |
      | | end group | | |
      | | end group | | |`,
    'error name.duplicate survey!B5',
  ],
  'a name twice in a repeat': [
    `
      | survey | type | name | label |
      | | begin repeat | r | G |
      | | text | a | A |
      | | text | a | B |
      | | end repeat | | |`,
    'error name.duplicate survey!B4',
  ],
  'a name three times': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | text | a | A |
      | | text | a | B |`,
    'error name.duplicate survey!B3',
    'error name.duplicate survey!B4',
  ],
}

const accepted: Record<string, string> = {
  'a question called like its group': `
      | survey | type | name | label |
      | | begin group | a | G |
      | | text | a | A |
      | | end group | | |`,
  'a question called like a repeat elsewhere': `
      | survey | type | name | label |
      | | begin repeat | a | G |
      | | text | b | A |
      | | end repeat | | |
      | | begin group | g | G |
      | | text | a | A |
      | | end group | | |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
