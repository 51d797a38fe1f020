import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'choices twice with a setting that is no answer': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | settings | id_string | allow_choice_duplicates |
      | | d | Bob |`,
    'warning choice.duplicate choices!B3',
  ],
  'a form name with a blank': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | name | form_title |
      | | my form | T |`,
    'warning name.invalid settings!A2',
  ],
  'a form name that starts with a digit': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | name |
      | | 1form |`,
    'warning name.invalid settings!A2',
  ],
  'a key for answers without an ID': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | omit_instanceID | public_key |
      | | yes | abc |`,
    'warning settings.encryption settings!A2',
  ],
  'an instance_name of a question that is not there': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | settings | instance_name |
      | | \${gone} |`,
    'error xpath.unknownReference settings!A2',
  ],
  'choices twice with a setting that says no': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | settings | allow_choice_duplicates |
      | | no |`,
    'warning choice.duplicate choices!B3',
  ],
  'choices twice with a setting that ODK does not read': [
    `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | settings | allow_choice_duplicates |
      | | 1 |`,
    'warning settings.yes settings!A2',
  ],
  'a setting as a question with blanks': [
    `
      | survey | type | name | label |
      | | set form title | T | |
      | | text | c | A |`,
    'warning type.spelling survey!A2',
  ],
}

const accepted: Record<string, string> = {
  'answers without an ID': `
      | survey | type | name | label |
      | | text | a | A |
      | settings | omit_instanceID |
      | | yes |`,
  'a namespace without its address': `
      | survey | type | name | label |
      | | text | a | A |
      | settings | namespaces |
      | | nonsense |`,
  'settings with odd values': `
      | survey | type | name | label |
      | | text | a | A |
      | settings | client_editable | style | version | form_id |
      | | maybe | wild | a b | has blank |`,
  'a setting without a value': `
      | survey | type | name | label |
      | | text | a | A |
      | settings | form_title |`,
  'choices twice with a setting that allows it': `
      | survey | type | name | label |
      | | select_one l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |
      | | l | x | Y |
      | settings | allow_choice_duplicates |
      | | true() |`,
  'the form’s title as a question': `
      | survey | type | name | label |
      | | set_form_title | T | |
      | | text | c | A |`,
  'the form’s ID as a question': `
      | survey | type | name | label |
      | | form_id | T | |
      | | text | c | A |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
