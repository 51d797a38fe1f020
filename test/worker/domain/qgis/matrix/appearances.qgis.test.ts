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
      ['text', 'c', 'C', 'Multiline', ''],
      ['text', 'd', 'D', '', 'rows=1'],
    ],
    fields: {
      a: { config: { IsMultiline: true } },
      b: { config: { IsMultiline: true } },
      c: { config: { IsMultiline: true } },
      d: { config: { IsMultiline: false } },
    },
  },
  {
    it: 'multiline by a column called rows',
    survey: [
      ['type', 'name', 'label', 'body::rows'],
      ['text', 'a', 'A', '3'],
      ['text', 'b', 'B', '1'],
    ],
    fields: { a: { config: { IsMultiline: true } }, b: { config: { IsMultiline: false } } },
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
    issues: ['info appearance.arranged survey!D4'],
  },
  {
    it: 'what a filter reads has no completer, for the filter would not hear of it',
    choices: [
      ['list_name', 'name', 'label', 'region'],
      ...Array.from({ length: 250 }, (_, at) => ['region', `r${at}`, `Region ${at}`, '']),
      ['town', 't1', 'Town', 'r1'],
    ],
    survey: [
      ['type', 'name', 'label', 'appearance', 'choice_filter'],
      ['select_one region', 'a', 'A', 'autocomplete', ''],
      ['select_one town', 'b', 'B', 'autocomplete', 'region = ${a}'],
    ],
    fields: { a: { config: { UseCompleter: false } }, b: { config: { UseCompleter: true } } },
    looks: [[{ answers: { a: 'r1' } }, { choices: { b: ['t1'] } }]],
  },
  {
    it: 'ratings and scales: buttons, also of more than a few values',
    choices: [
      ['list_name', 'name', 'label'],
      ...Array.from({ length: 7 }, (_, at) => ['agree', `${at}`, `Level ${at}`]),
    ],
    survey: [
      [...header, 'required'],
      ['range', 'stars', 'S', 'rating', 'end=5', ''],
      ['range', 'zero', 'Z', 'rating', 'start=0 end=4 step=2', 'yes'],
      ['range', 'part', 'P', 'rating', 'end=2 step=0.5', ''],
      ['select_one agree', 'a', 'A', 'likert', '', ''],
    ],
    fields: {
      stars: { type: 'Integer64', widget: 'ValueMap' },
      zero: { type: 'Integer64', widget: 'ValueMap' },
      part: { type: 'Real', widget: 'Range', config: { Style: 'Slider' } },
    },
    looks: [
      [
        { answers: { stars: 4, zero: 2 } },
        {
          values: { stars: 4, zero: 2 },
          choices: {
            stars: ['1', '2', '3', '4', '5'],
            zero: ['0', '2', '4'],
            a: ['0', '1', '2', '3', '4', '5', '6'],
          },
          words: { stars: ['★', '★★', '★★★', '★★★★', '★★★★★'], zero: ['0', '★★', '★★★★'] },
          wrong: {},
        },
      ],
    ],
    also: (filled) => [[threshold(filled), 9]],
    issues: ['info appearance.ignored survey!D4'],
  },
  {
    it: 'the heading of a table is text, not a question; groups’ own appearances are told too',
    choices: many,
    survey: [
      header,
      ['begin group', 'g', 'G', 'field-list odd', ''],
      ['select_one short', 'head', 'How was it?', 'label', ''],
      ['select_one short', 'a', 'A', 'list-nolabel', ''],
      ['end group', '', '', '', ''],
    ],
    tree: 'tab:G{"head" a}',
    looks: [[{}, { texts: { head: 'How was it?' }, shown: ['a'] }]],
    issues: ['info appearance.ignored survey!D2', 'info appearance.arranged survey!D4'],
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
    issues: ['info appearance.draw survey!D2', 'info appearance.ignored survey!D3'],
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
      'info parameter.ignored survey!E4',
      'info appearance.ignored survey!D2',
      'warning appearance.app survey!D3',
    ],
  },
  {
    it: 'numbers, counters, ratings and upright ranges',
    choices: many,
    issues: [
      'info appearance.ignored survey!D2',
      'info appearance.ignored survey!D4',
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
    fields: { a: { type: 'String' }, b: { config: { Style: 'SpinBox' } }, e: { widget: 'Range' } },
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
    issues: ['info appearance.arranged survey!D5'],
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
