import { expect } from 'vitest'
import { layerIn, matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label']
const hidden = { widget: 'Hidden' }

matrix([
  {
    it: 'text, by both its names, and barcode: a line of text',
    survey: [header, ['text', 'a', 'A'], ['string', 'b', 'B'], ['barcode', 'c', 'C']],
    fields: {
      a: { type: 'String', widget: 'TextEdit', config: { IsMultiline: false, UseHtml: false }, alias: 'A' },
      b: { type: 'String', widget: 'TextEdit' },
      c: { type: 'String', widget: 'TextEdit' },
    },
    looks: [[{ answers: { a: "O'Brien" } }, { values: { a: "O'Brien" }, wrong: {}, title: "O'Brien" }]],
  },
  {
    it: 'date, time and dateTime',
    survey: [
      [...header, 'constraint'],
      ['date', 'd', 'D', '. <= today()'],
      ['time', 't', 'T', ''],
      ['datetime', 'dt', 'DT', '. > date("2020-01-01")'],
    ],
    fields: {
      d: {
        type: 'Date',
        widget: 'DateTime',
        config: { display_format: 'yyyy-MM-dd', calendar_popup: true, allow_null: true },
      },
      t: {
        type: 'String',
        widget: 'DateTime',
        config: { display_format: 'HH:mm', field_format: 'HH:mm:ss', field_format_overwrite: true },
      },
      dt: { type: 'DateTime', widget: 'DateTime', config: { field_format: 'yyyy-MM-dd HH:mm:ss' } },
    },
    looks: [
      [{ answers: { d: '2020-05-01', t: '09:30:00', dt: '2021-01-01T10:00:00' } }, { wrong: {} }],
      [
        { answers: { d: '2999-01-01', dt: '2019-01-01T10:00:00' } },
        { wrong: { d: 'Not a valid answer', dt: 'Not a valid answer' } },
      ],
    ],
  },
  {
    it: 'acknowledge: a tick; a required one has to be ticked',
    survey: [
      [...header, 'required', 'required_message', 'relevant'],
      ['acknowledge', 'a', 'A', 'yes', 'Please tick', ''],
      ['trigger', 'b', 'B', '', '', ''],
      ['text', 'c', 'C', '', '', "${b} = 'OK'"],
    ],
    fields: { a: { type: 'Boolean', widget: 'CheckBox' }, b: { type: 'Boolean', widget: 'CheckBox' } },
    looks: [
      [{}, { wrong: { a: 'Please tick' }, shown: ['a', 'b'] }],
      [{ answers: { a: false } }, { wrong: { a: 'Please tick' } }],
      [{ answers: { a: true, b: true } }, { wrong: {}, shown: ['a', 'b', 'c'] }],
      [{ answers: { a: true, b: false } }, { shown: ['a', 'b'] }],
    ],
  },
  {
    it: 'note: text with answers in it, in its place, shown when it is relevant',
    survey: [
      [...header, 'relevant', 'hint'],
      ['text', 'who', 'Who', '', ''],
      ['integer', 'age', 'Age', '', ''],
      ['note', 'hello', 'Hello **${who}**, ${age} <years>', '${age} > 3', 'Speak loudly'],
      ['text', 'last', 'Last', '', ''],
    ],
    tree: 'tab:T{who age group:hello{"hello" "hint_hello"} last}',
    looks: [
      [{}, { texts: {}, shown: ['who', 'age', 'last'] }],
      [
        { answers: { who: 'Ann', age: 7 } },
        { texts: { hello: expect.stringContaining('<b>Ann</b>, 7') as string } },
      ],
      [{ answers: { age: 7 } }, { texts: { hello: expect.stringMatching(/^Hello .*, 7/) as string } }],
    ],
    also: ({ looks }) => [
      [Object.keys(looks[0]?.texts ?? {}), []],
      [looks[1]?.texts['hint_hello'], expect.stringContaining('Speak loudly')],
    ],
  },
  {
    it: 'calculate: hidden, of its expression’s type, after what it reads',
    survey: [
      [...header, 'calculation'],
      ['calculate', 'twice', '', '${total} * 2'],
      ['calculate', 'total', '', '${n} + 1'],
      ['integer', 'n', 'N', ''],
      ['calculate', 'day', '', "date('2024-02-03')"],
      ['calculate', 'word', '', "concat('n', ${n})"],
      ['calculate', 'once', '', 'once(${n})'],
    ],
    fields: {
      twice: { ...hidden, onUpdate: true },
      total: hidden,
      day: { ...hidden, type: 'Date' },
      word: { ...hidden, type: 'String' },
      once: { ...hidden, onUpdate: false },
    },
    looks: [
      [
        { answers: { n: 4 } },
        { values: { total: 5, twice: 10, day: '2024-02-03', word: 'n4' }, shown: ['n'] },
      ],
    ],
  },
  {
    it: 'hidden: a value that nobody sees',
    survey: [
      [...header, 'default', 'calculation'],
      ['hidden', 'project', '', 'west', ''],
      ['hidden', 'sum', '', '', '1 + 1'],
      ['text', 'a', 'A', '', ''],
    ],
    fields: { project: { ...hidden, type: 'String' }, sum: hidden },
    looks: [[{}, { initial: { project: 'west', sum: 2 }, shown: ['a'] }]],
  },
  {
    it: 'start, end, today, username and email are filled in by themselves',
    survey: [
      header,
      ['start', 'start', ''],
      ['end', 'end', ''],
      ['today', 'today', ''],
      ['username', 'user', ''],
      ['email', 'mail', ''],
      ['text', 'a', 'A'],
    ],
    fields: {
      start: { ...hidden, type: 'DateTime' },
      end: { ...hidden, type: 'DateTime', onUpdate: true },
      today: { ...hidden, type: 'Date' },
      user: hidden,
      mail: hidden,
    },
    looks: [
      [
        { variables: { cloud_username: 'ann', cloud_useremail: 'ann@example.org' } },
        {
          initial: {
            start: expect.stringMatching(/^20\d\d-\d\d-\d\dT/) as string,
            today: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
            user: 'ann',
            mail: 'ann@example.org',
          },
          shown: ['a'],
        },
      ],
      [
        { answers: { start: '2020-01-01T08:00:00', today: '2020-01-01', end: '2020-01-01T08:00:00' } },
        { values: { start: '2020-01-01T08:00:00', today: '2020-01-01' } },
      ],
    ],
    also: ({ looks }) => [[looks[1]?.values['end'] === '2020-01-01T08:00:00', false]],
  },
  {
    it: 'start-geopoint: where the device stands; nothing without a fix',
    survey: [header, ['start-geopoint', 'from', ''], ['text', 'a', 'A']],
    fields: { from: { ...hidden, type: 'String' } },
    looks: [
      [{}, { initial: { from: null } }],
      [
        { variables: { gnss_coordinate: 'PointZ(7.5 46.25 400)', gnss_horizontal_accuracy: 3 } },
        { initial: { from: '46.25 7.5 400 3' } },
      ],
    ],
  },
  {
    it: 'background-geopoint: where the device stands once its trigger is answered; then it stays',
    survey: [
      [...header, 'trigger'],
      ['text', 'a', 'A', ''],
      ['background-geopoint', 'at', '', '${a}'],
    ],
    fields: { at: { ...hidden, type: 'String' } },
    looks: [
      [
        { variables: { gnss_coordinate: 'PointZ(7.5 46.25 400)', gnss_horizontal_accuracy: 3 } },
        { initial: { at: null } },
      ],
      [
        {
          answers: { a: 'yes' },
          variables: { gnss_coordinate: 'PointZ(7.5 46.25 400)', gnss_horizontal_accuracy: 3 },
        },
        { values: { at: '46.25 7.5 400 3' } },
      ],
      [
        { answers: { a: 'yes', at: '1 2 0 0' }, variables: { gnss_coordinate: 'PointZ(7.5 46.25 400)' } },
        { values: { at: '1 2 0 0' } },
      ],
    ],
    issues: ['info trigger.once survey!D3'],
  },
  {
    it: 'what the device alone knows stays an empty column',
    survey: [
      header,
      ['deviceid', 'device', ''],
      ['phonenumber', 'phone', ''],
      ['simserial', 'sim', ''],
      ['subscriberid', 'subscriber', ''],
      ['text', 'a', 'A'],
    ],
    fields: { device: hidden, phone: hidden, sim: hidden, subscriber: hidden },
    looks: [[{}, { initial: { device: null }, shown: ['a'] }]],
    issues: [2, 3, 4, 5].map((row) => `warning type.empty survey!A${row}`),
  },
  {
    it: 'what has no place in QField is left out, and said',
    survey: [header, ['background-audio', 'b', ''], ['audit', 'audit', ''], ['text', 'a', 'A']],
    looks: [[{}, { shown: ['a'] }]],
    issues: [2, 3].map((row) => `warning type.leftOut survey!A${row}`),
  },
  {
    it: 'old types with a rule of their own',
    survey: [header, ['phone number', 'phone', 'P'], ['percentage', 'share', 'S']],
    fields: { phone: { type: 'String' }, share: { type: 'Integer64', widget: 'Range' } },
    looks: [
      [{ answers: { phone: '0123', share: 100 } }, { wrong: {} }],
      [
        { answers: { phone: 'ask', share: 101 } },
        { wrong: { phone: 'Not a valid answer', share: 'Not a valid answer' } },
      ],
      [{}, { wrong: {} }],
    ],
  },
  {
    it: 'attachments: QField’s viewers, file names by question and feature, the largest picture',
    survey: [
      [...header, 'parameters', 'required'],
      ['photo', 'photo', 'P', 'max-pixels=800', 'yes'],
      ['image', 'plan', 'P', 'max-pixels=1200', ''],
      ['audio', 'sound', 'S', '', ''],
      ['video', 'film', 'F', '', ''],
      ['file', 'paper', 'F', '', ''],
    ],
    fields: Object.fromEntries(
      Object.entries({ photo: 1, plan: 1, sound: 3, film: 4, paper: 0 }).map(([name, DocumentViewer]) => [
        name,
        {
          type: 'String',
          widget: 'ExternalResource',
          config: { DocumentViewer, RelativeStorage: 1, FileWidget: true },
        },
      ]),
    ),
    looks: [
      [{}, { wrong: { photo: 'Required' }, shown: ['photo', 'plan', 'sound', 'film', 'paper'] }],
      [{ answers: { photo: 'DCIM/a.jpg' } }, { wrong: {} }],
    ],
    also: (filled) => {
      const naming = String(layerIn(filled, 'survey').customProperties['QFieldSync/attachment_naming'])
      return [
        [Object.keys(JSON.parse(naming) as object), ['photo', 'plan', 'sound', 'film', 'paper']],
        [
          filled.project.entries['qfieldsync'],
          expect.objectContaining({
            maximumImageWidthHeight: 1200,
            attachmentDirs: ['DCIM', 'audio', 'video', 'files'],
          }),
        ],
      ]
    },
  },
  {
    it: 'the first geopoint is the feature itself; another one is text',
    survey: [header, ['geopoint', 'here', 'Here'], ['text', 'a', 'A'], ['gps', 'gate', 'Gate']],
    fields: { gate: { type: 'String' } },
    looks: [
      [
        { variables: { gnss_coordinate: 'Point(7.5 46.25)', gnss_horizontal_accuracy: 3 } },
        { initial: { gate: '46.25 7.5 0 3' }, shown: ['a', 'gate'] },
      ],
    ],
    issues: ['warning geometry.extra survey!B4'],
    also: (filled) => [[layerIn(filled, 'survey').geometry, 'Point']],
  },
  {
    it: 'a second shape is a layer of its own',
    survey: [header, ['geoshape', 'area', 'Area'], ['geotrace', 'road', 'Road'], ['text', 'a', 'A']],
    tree: 'rel_road a',
    issues: ['warning geometry.layer survey!B3'],
    also: (filled) => [
      [layerIn(filled, 'survey').geometry, 'Polygon'],
      [layerIn(filled, 'road').geometry, 'LineString'],
    ],
  },
  {
    it: 'a second shape is measured from the form that it belongs to',
    survey: [
      ['type', 'name', 'label', 'calculation'],
      ['geopoint', 'door', 'Door', ''],
      ['geoshape', 'plot', 'Plot', ''],
      ['calculate', 'size', '', 'area(${plot})'],
      ['calculate', 'drawn', '', "if(${plot} = '', 'no', 'yes')"],
    ],
    fields: { size: { default: `relation_aggregate('rel_plot','sum',$area)` } },
    looks: [[{}, { values: { drawn: 'no' } }]],
    issues: ['warning geometry.layer survey!B3'],
  },
  {
    it: 'include, osm, external instances and unknown words',
    issues: [
      'error type.include survey!A2',
      'error type.unknown survey!A6',
      'warning type.leftOut survey!A3',
      'error list.fileMissing survey!A4',
      'error list.fileMissing survey!A5',
    ],
    survey: [
      header,
      ['include other_form', 'i', ''],
      ['osm tags', 'o', 'O'],
      ['csv-external', 'towns', ''],
      ['xml-external', 'more', ''],
      ['colour', 'c', 'C'],
      ['text', 'a', 'A'],
    ],
    looks: [[{}, { shown: ['c', 'a'] }]],
  },
  {
    it: 'which seed feature is meant is not asked: the feature itself is edited',
    survey: [header, ['select_one_from_file features.csv', 'feature', 'F'], ['text', 'a', 'A']],
    looks: [[{}, { shown: ['a'] }]],
    issues: ['info list.features survey!A2'],
  },
])
