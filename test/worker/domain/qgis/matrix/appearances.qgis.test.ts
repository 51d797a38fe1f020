import { layerIn, matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label', 'appearance', 'parameters']
const many = [
  ['list_name', 'name', 'label'],
  ...Array.from({ length: 250 }, (_, at) => ['long', `n${at}`, `Number ${at}`]),
  ['short', 'a', 'A'],
  ['short', 'b', 'B'],
]

matrix([
  {
    it: 'multiline, by appearance and by rows',
    survey: [
      header,
      ['text', 'a', 'A', 'multiline', ''],
      ['text', 'b', 'B', '', 'rows=5'],
      ['text', 'c', 'C', 'Multiline w1', ''],
    ],
    fields: {
      a: { config: { IsMultiline: true } },
      b: { config: { IsMultiline: true } },
      c: { config: { IsMultiline: true } },
    },
  },
  {
    it: 'dates: months, years and no calendar',
    survey: [
      header,
      ['date', 'month', 'M', 'month-year', ''],
      ['date', 'year', 'Y', 'year', ''],
      ['date', 'typed', 'T', 'no-calendar', ''],
    ],
    fields: {
      month: { type: 'Date', config: { display_format: 'MM/yyyy', field_format: 'yyyy-MM-dd' } },
      year: { type: 'Date', config: { display_format: 'yyyy' } },
      typed: { config: { calendar_popup: false } },
    },
  },
  {
    it: 'selects: search in long lists, columns of several, buttons for short lists unless a menu is wanted',
    choices: many,
    survey: [
      header,
      ['select_one long', 'a', 'A', 'autocomplete', ''],
      ['select_multiple short', 'b', 'B', 'columns-2', ''],
      ['select_one short', 'c', 'C', 'horizontal', ''],
      ['select_one short', 'd', 'D', 'likert', ''],
    ],
    fields: {
      a: { widget: 'ValueRelation', config: { UseCompleter: true, AllowMulti: false } },
      b: { config: { AllowMulti: true, NofColumns: 2 } },
      c: { widget: 'ValueMap' },
    },
    also: (filled) => [[threshold(filled), 6]],
  },
  {
    it: 'minimal: menus',
    choices: many,
    survey: [
      header,
      ['select_one short', 'a', 'A', 'minimal', ''],
      ['select_one short', 'b', 'B', 'minimal', ''],
      ['select_one short', 'c', 'C', '', ''],
    ],
    looks: [[{}, { choices: { a: ['a', 'b'] } }]],
    also: (filled) => [[threshold(filled), 0]],
  },
  {
    it: 'pictures drawn or signed, maps and points: the same widget',
    survey: [
      header,
      ['image', 'a', 'A', 'signature', ''],
      ['image', 'b', 'B', 'new-front', ''],
      ['geopoint', 'c', 'C', 'placement-map', ''],
    ],
    fields: { a: { widget: 'ExternalResource' }, b: { widget: 'ExternalResource' } },
    issues: ['info appearance.ignored survey!D2', 'info appearance.ignored survey!D3'],
  },
  {
    it: 'what QField cannot do is said once a cell, and the question stays',
    survey: [
      header,
      ['text', 'a', 'A', 'masked', ''],
      ['text', 'b', 'B', 'ex:org.example.app', ''],
      ['geopoint', 'c', 'C', '', 'capture-accuracy=5'],
    ],
    looks: [[{ answers: { a: 'x' } }, { shown: ['a', 'b'], wrong: {} }]],
    issues: [
      'info appearance.ignored survey!D2',
      'warning appearance.app survey!D3',
      'info parameter.ignored survey!E4',
    ],
  },
  {
    it: 'numbers, counters, ratings and upright ranges',
    choices: many,
    issues: [
      'info appearance.ignored survey!D2',
      'info appearance.ignored survey!D3',
      'info appearance.ignored survey!D4',
      'info appearance.ignored survey!D5',
      'info appearance.ignored survey!D6',
      'info appearance.ignored survey!D7',
      'info appearance.ignored survey!D8',
    ],
    survey: [
      header,
      ['text', 'a', 'A', 'numbers', ''],
      ['integer', 'b', 'B', 'counter', ''],
      ['integer', 'c', 'C', 'thousands-sep', ''],
      ['range', 'd', 'D', 'rating', 'end=5'],
      ['range', 'e', 'E', 'vertical no-ticks', ''],
      ['select_one short', 'f', 'F', 'image-map', ''],
      ['select_one short', 'g', 'G', 'quick', ''],
    ],
    fields: { a: { type: 'String' }, b: { widget: 'Range' }, e: { widget: 'Range' } },
    looks: [[{ answers: { d: 4 } }, { wrong: {}, shown: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }]],
  },
  {
    it: 'groups as pages and tables are plain groups',
    choices: many,
    survey: [
      header,
      ['begin group', 'g', 'G', 'field-list', ''],
      ['text', 'a', 'A', '', ''],
      ['end group', '', '', '', ''],
      ['begin group', 'h', 'H', 'table-list', ''],
      ['select_one short', 'b', 'B', '', ''],
      ['select_one short', 'c', 'C', '', ''],
      ['end group', '', '', '', ''],
    ],
    tree: 'tab:G{a} tab:H{b c}',
  },
  {
    it: 'search() in a file that is not there: the list of the workbook stays',
    choices: many,
    issues: ['error list.fileMissing survey!A2', 'warning appearance.search survey!D2'],
    survey: [header, ['select_one short', 'a', 'A', "search('towns')", '']],
    looks: [[{}, { shown: ['a'], choices: { a: ['a', 'b'] } }]],
  },
])

function threshold(filled: Parameters<typeof layerIn>[0]): unknown {
  return layerIn(filled, 'survey').customProperties['QFieldSync/value_map_button_interface_threshold']
}
