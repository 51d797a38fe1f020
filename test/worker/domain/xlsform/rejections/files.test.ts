import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'a value column that starts with a digit': [
    `
      | survey | type | name | label | parameters |
      | | select_multiple_from_file towns.csv | a | A | value=7val |`,
    'warning parameter.column survey!D2',
  ],
  'a value column that starts with a hyphen': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=-VAL, label=label |`,
    'warning parameter.column survey!D2',
  ],
  'a value column that starts with a period': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=.val |`,
    'warning parameter.column survey!D2',
  ],
  'a label column with a percent sign': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | label=lb-l% |`,
    'warning parameter.column survey!D2',
  ],
  'two columns that cannot be': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=val_#  label=lbl.() |`,
    'warning parameter.column survey!D2',
    'warning parameter.column survey!D2',
  ],
  'or_other with a file': [
    `
      | survey | type | name | label |
      | | select_one_from_file towns.csv or_other | a | A |`,
    'warning other.notChoices survey!A2',
  ],
  'no ending': [
    `
      | survey | type | name | label |
      | | select_multiple_from_file towns | a | A |`,
    'warning list.fileEnding survey!A2',
  ],
  'a workbook': [
    `
      | survey | type | name | label |
      | | select_one_from_file towns.xlsx | a | A |`,
    'warning list.fileEnding survey!A2',
  ],
  'a text file': [
    `
      | survey | type | name | label |
      | | select_multiple_from_file towns.txt | a | A |`,
    'warning list.fileEnding survey!A2',
  ],
  'two periods': [
    `
      | survey | type | name | label |
      | | select_one_from_file towns.old.csv | a | A |`,
    'error list.fileMissing survey!A2',
    'warning list.fileEnding survey!A2',
  ],
  'an ending in capitals': [
    `
      | survey | type | name | label |
      | | select_one_from_file towns.CSV | a | A |`,
    'warning list.fileEnding survey!A2',
  ],
  'a blank in the file’s name': [
    `
      | survey | type | name | label |
      | | select_one_from_file big towns.csv | a | A |`,
    'error list.fileMissing survey!A2',
  ],
  'a value column with a star': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=val* |`,
    'warning parameter.column survey!D2',
  ],
  'a label column that starts with a digit': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | label=1st |`,
    'warning parameter.column survey!D2',
  ],
  'value without a value': [
    `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value |`,
    'warning parameter.malformed survey!D2',
  ],
}

const accepted: Record<string, string> = {
  'odd columns': `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=VAL label=lbl.. |
      | | select_multiple_from_file towns.csv | b | B | value=_val label=lb-l |`,
  'a file of choices': `
      | survey | type | name | label |
      | | select_one_from_file towns.csv | a | A |`,
  'a file in a plain select': `
      | survey | type | name | label |
      | | select_one towns.csv | a | A |`,
  'a file in a plain multiple select': `
      | survey | type | name | label |
      | | select_multiple towns.csv | a | A |`,
  'a file in old words': `
      | survey | type | name | label |
      | | select one from file towns.csv | a | A |`,
  'columns for values and labels': `
      | survey | type | name | label | parameters |
      | | select_one_from_file towns.csv | a | A | value=v label=l |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
