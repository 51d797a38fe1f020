import { acceptsThese, tellsThese, type Kinds } from '#test/worker/domain/xlsform/rejections/kinds.ts'

const refused: Kinds = {
  'two lists': [
    `
      | survey | type | name | label |
      | | select_multiple l m | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'a capital': [
    `
      | survey | type | name | label |
      | | Text | a | A |`,
    'warning type.spelling survey!A2',
  ],
  'a capital in a select': [
    `
      | survey | type | name | label |
      | | Select_One l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning type.spelling survey!A2',
  ],
  'capitals in a group': [
    `
      | survey | type | name | label |
      | | Begin Group | g | A |
      | | text | a | A |
      | | End Group | | |`,
    'warning type.spelling survey!A2',
    'warning type.spelling survey!A4',
  ],
  'a capital in a date': [
    `
      | survey | type | name | label |
      | | DateTime | a | A |`,
    'warning type.spelling survey!A2',
  ],
  calculation: [
    `
      | survey | type | name | label | calculation |
      | | calculation | a | A | 1 |`,
    'warning type.spelling survey!A2',
  ],
  picture: [
    `
      | survey | type | name | label |
      | | picture | a | A |`,
    'warning type.spelling survey!A2',
  ],
  'sim serial': [
    `
      | survey | type | name | label |
      | | sim serial | a | A |`,
    'warning type.spelling survey!A2',
  ],
  'start-geotrace': [
    `
      | survey | type | name | label |
      | | start-geotrace | a | A |
      | | text | b | A |`,
    'warning type.spelling survey!A2',
  ],
  select: [
    `
      | survey | type | name | label |
      | | select l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning type.spelling survey!A2',
  ],
  'select one external': [
    `
      | survey | type | name | label | choice_filter |
      | | select one external l | a | A | state='k' |
      | external_choices | list_name | name | label | state |
      | | l | x | X | k |`,
    'warning type.spelling survey!A2',
  ],
  'select multiple': [
    `
      | survey | type | name | label |
      | | select multiple l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning type.spelling survey!A2',
  ],
  'select_one from': [
    `
      | survey | type | name | label |
      | | select_one from l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'warning type.spelling survey!A2',
  ],
  'a select_multiple alone': [
    `
      | survey | type | name | label |
      | | select_multiple | a | A |`,
    'error list.notNamed survey!A2',
  ],
  'a rank alone': [
    `
      | survey | type | name | label |
      | | rank | a | A |`,
    'error list.notNamed survey!A2',
  ],
  'a file’s select alone': [
    `
      | survey | type | name | label |
      | | select_one_from_file | a | A |`,
    'error list.notNamed survey!A2',
  ],
  'begin alone': [
    `
      | survey | type | name | label |
      | | begin | g | A |
      | | text | a | A |`,
    'error type.unknown survey!A2',
  ],
  'begin of something unknown': [
    `
      | survey | type | name | label |
      | | begin foo | g | A |
      | | text | a | A |
      | | end foo | | |`,
    'error type.unknown survey!A2',
    'warning name.missing survey!A4',
    'error type.unknown survey!A4',
  ],
  'end of something unknown': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | end_foo | b | |`,
    'error type.unknown survey!A3',
  ],
  'begin with a hyphen': [
    `
      | survey | type | name | label |
      | | begin-group | b | A |
      | | text | c | A |
      | | end-group | | |`,
    'error type.unknown survey!A2',
    'warning name.missing survey!A4',
    'error type.unknown survey!A4',
  ],
  begingroup: [
    `
      | survey | type | name | label |
      | | begingroup | b | A |
      | | text | c | A |`,
    'error type.unknown survey!A2',
  ],
  cascading_select: [
    `
      | survey | type | name | label |
      | | cascading_select l | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error type.unknown survey!A2',
  ],
  'words behind or_other': [
    `
      | survey | type | name | label |
      | | select_one l or other please | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'or_other without its blank': [
    `
      | survey | type | name | label |
      | | select_one l orother | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'or_other without a list': [
    `
      | survey | type | name | label |
      | | select_one or_other | a | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
    'error list.missing survey!A2',
  ],
  'a name without a type': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | | b | |`,
    'warning row.noType survey!B3',
  ],
  'a label without a type': [
    `
      | survey | type | name | label |
      | | text | a | A |
      | | | | B |`,
    'warning row.noType survey!C3',
  ],
  'a background-geopoint without a trigger': [
    `
      | survey | type | name | label |
      | | background-geopoint | a | |`,
    'warning trigger.missing survey!A2',
  ],
  'a background-geopoint with a calculation': [
    `
      | survey | type | name | label | trigger | calculation |
      | | text | t | T | | |
      | | background-geopoint | a | | \${t} | 1 |`,
    'warning calculation.ignored survey!E3',
  ],
  'a background-geopoint with a trigger that is not there': [
    `
      | survey | type | name | label | trigger |
      | | text | t | T | |
      | | background-geopoint | a | | \${gone} |`,
    'warning trigger.unknown survey!D3',
  ],
  'tags of a list that is not there': [
    `
      | survey | type | name | label |
      | | osm gone | a | A |
      | osm | list_name | name | label |
      | | l | building | B |`,
    'warning type.leftOut survey!A2',
  ],
}

const accepted: Record<string, string> = {
  'dates with a time': `
      | survey | type | name | label |
      | | datetime | a | A |
      | | dateTime | b | A |`,
  'old words for types': `
      | survey | type | name | label |
      | | date time | a | A |
      | | gps | b | A |
      | | location | c | A |
      | | phone number | d | A |
      | | get phone number | f | |
      | | q string | e | E |
      | | add text prompt | h | H |
      | | q picture | i | I |
      | | add note prompt | j | J |
      | | add dateTime prompt | k | K |
      | | q dateTime | l | L |
      | | imei | m | |
      | | percentage | n | N |`,
  'old words for selects': `
      | survey | type | name | label |
      | | select one l | a | A |
      | | select one from l | b | A |
      | | add select one prompt using l | c | A |
      | | add select multiple prompt using l | d | A |
      | | select all that apply from l | e | A |
      | | select all that apply l | f | A |
      | | select1 l | g | A |
      | | select_multiple l or specify other | h | A |
      | | select_one l or other | i | A |
      | | rank l | j | A |
      | choices | list_name | name | label |
      | | l | x | X |`,
  'a word behind a group': `
      | survey | type | name | label |
      | | begin group foo | g | A |
      | | text | a | A |
      | | end group | | |`,
  'a background-geopoint': `
      | survey | type | name | label | trigger |
      | | text | t | T | |
      | | background-geopoint | a | | \${t} |`,
  'a start-geopoint': `
      | survey | type | name | label |
      | | start-geopoint | a | |
      | | text | t | T |`,
  'osm without tags': `
      | survey | type | name | label |
      | | osm | a | A |`,
  'osm with tags': `
      | survey | type | name | label |
      | | osm l | a | A |
      | osm | list_name | name | label |
      | | l | building | B |`,
  'a disabled row': `
      | survey | type | name | label | disabled |
      | | txet | 1 a | | yes |
      | | text | c | A | |`,
}

tellsThese(refused)
acceptsThese(accepted, refused)
