import { expect } from 'vitest'
import { matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label']

matrix([
  {
    it: 'relevant: shown and hidden by an answer; an unanswered one hides; groups in groups',
    survey: [
      [...header, 'relevant'],
      ['integer', 'n', 'N', ''],
      ['text', 'a', 'A', '${n} > 3'],
      ['begin group', 'g', 'G', '${n} > 5'],
      ['text', 'b', 'B', ''],
      ['begin group', 'h', '', '${n} > 7'],
      ['text', 'c', 'C', "not(${b} = 'x')"],
      ['end group'],
      ['end group'],
    ],
    looks: [
      [{}, { shown: ['n'] }],
      [{ answers: { n: 4 } }, { shown: ['n', 'a'] }],
      [{ answers: { n: 6 } }, { shown: ['n', 'a', 'b'] }],
      [{ answers: { n: 8 } }, { shown: ['n', 'a', 'b', 'c'] }],
      [{ answers: { n: 8, b: 'x' } }, { shown: ['n', 'a', 'b'] }],
    ],
  },
  {
    it: 'a hidden question blocks nothing, whether it or its group is hidden, and its answer goes',
    survey: [
      [...header, 'required', 'constraint', 'relevant'],
      ['text', 'x', 'X', '', '', ''],
      ['text', 'a', 'A', 'yes', 'string-length(.) > 1', "${x} = 'k'"],
      ['begin group', 'g', 'G', '', '', "${x} = 'k'"],
      ['integer', 'b', 'B', 'yes', '', ''],
      ['end group'],
    ],
    fields: { a: { notNull: false }, b: { notNull: false } },
    looks: [
      [{}, { wrong: {}, shown: ['x'] }],
      [
        { answers: { x: 'k' } },
        { wrong: { a: 'Not a valid answer', b: 'Required' }, shown: ['x', 'a', 'b'] },
      ],
      [{ answers: { x: 'k', a: 'q', b: 1 } }, { wrong: { a: 'Not a valid answer' } }],
      [{ answers: { x: 'k', a: 'qq', b: 1 } }, { wrong: {} }],
      [{ answers: { x: 'j', a: 'q' } }, { wrong: {}, values: { a: null } }],
    ],
  },
  {
    it: 'required, by all its spellings and as an expression',
    survey: [
      [...header, 'required', 'required_message'],
      ['text', 'a', 'A', 'TRUE', 'Say it'],
      ['text', 'b', 'B', 'true()', ''],
      ['text', 'c', 'C', 'no', ''],
      ['integer', 'd', 'D', "${a} = 'x'", ''],
    ],
    fields: { a: { alias: 'A *', notNull: true }, c: { alias: 'C', notNull: false } },
    looks: [
      [{ answers: { a: '' } }, { wrong: { a: 'Say it', b: 'Required' } }],
      [{ answers: { a: 'x', b: 'y' } }, { wrong: { d: 'Required' } }],
      [{ answers: { a: 'x', b: 'y', d: 0 } }, { wrong: {} }],
      [{ answers: { a: 'z', b: 'y' } }, { wrong: {} }],
    ],
  },
  {
    it: 'constraint: an empty optional answer passes; other answers may be named',
    survey: [
      [...header, 'constraint', 'constraint_message'],
      ['integer', 'low', 'L', '', ''],
      ['integer', 'high', 'H', '. > ${low}', 'More than the first'],
      ['text', 'code', 'C', "regex(., '^[A-Z]{2}$')", 'Two capitals'],
      ['text', 'free', 'F', ". != 'x' or ${low} = 1", ''],
    ],
    looks: [
      [{}, { wrong: {} }],
      [
        { answers: { low: 5, high: 5, code: 'ab' } },
        { wrong: { high: 'More than the first', code: 'Two capitals' } },
      ],
      [{ answers: { low: 5, high: 6, code: 'AB', free: 'y' } }, { wrong: {} }],
      [{ answers: { low: 1, free: 'x' } }, { wrong: {} }],
      [{ answers: { low: 2, free: 'x' } }, { wrong: { free: 'Not a valid answer' } }],
    ],
  },
  {
    it: 'default: typed values, quotes, choices and expressions',
    survey: [
      [...header, 'default'],
      ['text', 'a', 'A', "O'Brien"],
      ['integer', 'n', 'N', '7'],
      ['decimal', 'd', 'D', '2.5'],
      ['date', 'day', 'D', '2024-03-15'],
      ['time', 't', 'T', '09:30'],
      ['dateTime', 'moment', 'M', '2024-03-15T09:30:00'],
      ['select_one yes_no', 's', 'S', 'no'],
      ['select_multiple yes_no', 'm', 'M', 'no yes'],
      ['acknowledge', 'k', 'K', 'OK'],
      ['date', 'now', 'N', 'today()'],
      ['text', 'joined', 'J', "concat('a', 1 + 1)"],
      ['text', 'dash', 'D', 'half-full'],
    ],
    looks: [
      [
        {},
        {
          initial: {
            a: "O'Brien",
            n: 7,
            d: 2.5,
            day: '2024-03-15',
            t: expect.stringMatching(/^09:30/) as string,
            moment: '2024-03-15T09:30:00',
            s: 'no',
            m: '{"no","yes"}',
            k: true,
            now: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
            joined: 'a2',
            dash: 'half-full',
          },
          wrong: {},
        },
      ],
    ],
  },
  {
    it: '${last-saved#}: the last value stands in the next form',
    survey: [
      [...header, 'default'],
      ['text', 'street', 'S', '${last-saved#street}'],
    ],
    fields: { street: { reuseLast: true, default: '' } },
  },
  {
    it: 'calculation on a visible question; read-only by word and by expression',
    survey: [
      [...header, 'calculation', 'read_only', 'default'],
      ['integer', 'n', 'N', '', '', ''],
      ['integer', 'double', 'D', '${n} * 2', 'yes', ''],
      ['text', 'fixed', 'F', '', 'TRUE', 'v'],
      ['text', 'open', 'O', '', 'no', ''],
    ],
    fields: {
      double: { onUpdate: true, readOnly: true },
      fixed: { readOnly: true },
      open: { readOnly: false },
    },
    looks: [[{ answers: { n: 4 } }, { values: { double: 8, fixed: 'v' }, locked: ['double', 'fixed'] }]],
  },
  {
    it: 'a calculation on an editable question overwrites it, and says so',
    survey: [
      [...header, 'calculation'],
      ['integer', 'n', 'N', ''],
      ['integer', 'double', 'D', '${n} * 2'],
    ],
    looks: [[{ answers: { n: 4, double: 1 } }, { values: { double: 8 } }]],
    issues: ['info calculation.overwrites survey!D3'],
  },
  {
    it: 'trigger: calculated when what it names changes',
    survey: [
      [...header, 'calculation', 'trigger'],
      ['text', 'a', 'A', '', ''],
      ['integer', 'n', 'N', '', ''],
      ['calculate', 'seen', '', '${n} + 1', '${a}'],
    ],
    looks: [[{ answers: { a: 'x', n: 2 } }, { values: { seen: 3 } }]],
    issues: ['info trigger.everyChange survey!E4'],
    fields: { seen: { default: expect.stringContaining('"a"') as string } },
  },
  {
    it: 'hint and guidance: text under the question, hidden with it',
    survey: [
      [...header, 'hint', 'guidance_hint', 'relevant'],
      ['text', 'a', 'A', 'Small & short', '', ''],
      ['text', 'b', 'B', 'For ${a}', 'A long story', "${a} != ''"],
    ],
    tree: 'tab:T{a "hint_a" group:b{b "hint_b" group:More info{"guidance_b"}}}',
    looks: [
      [
        { answers: { a: 'Ann' } },
        { texts: { hint_b: '<small><i>For Ann</i></small>', guidance_b: 'A long story' } },
      ],
      [{}, { texts: { hint_a: '<small><i>Small &amp; short</i></small>' }, shown: ['a'] }],
    ],
  },
  {
    it: 'labels: the words without markup, answers in them, a star for what is required',
    survey: [
      [...header, 'required'],
      ['text', 'who', '**Your** <span style="color:red">name</span>', ''],
      ['text', 'b', "What's ${who}'s age?", 'yes'],
    ],
    looks: [
      [{ answers: { who: 'Ann' } }, { labels: { who: 'Your name', b: "What's Ann's age? *" } }],
      [{}, { labels: { b: "What's 's age? *" } }],
    ],
  },
  {
    it: 'columns by pyxform’s other names; a disabled row is not there',
    survey: [
      [
        'Command',
        'Tag',
        'Caption:English',
        'bind::relevant',
        'bind::constraint',
        'bind::jr:constraintMsg',
        'disabled',
      ],
      ['text', 'a', 'A', '', ". != 'x'", 'Not x', ''],
      ['text', 'b', 'B', "${a} = 'y'", '', '', 'no'],
      ['text', 'c', 'C', '', '', '', 'yes'],
    ],
    looks: [
      [{ answers: { a: 'x' } }, { wrong: { a: 'Not x' }, shown: ['a'], labels: { a: 'A' } }],
      [{ answers: { a: 'y' } }, { wrong: {}, shown: ['a', 'b'] }],
    ],
  },
  {
    it: 'names that a GeoPackage cannot hold get others, and references follow',
    survey: [
      [...header, 'relevant'],
      ['text', 'name', 'A', ''],
      ['begin group', 'g', 'G', ''],
      ['text', 'Name', 'B', ''],
      ['text', 'fid', 'C', "${Name} = 'x'"],
      ['text', 'uuid', 'D', ''],
      ['end group'],
    ],
    looks: [
      [{ answers: { name: 'x' } }, { shown: ['name', 'g_Name', 'g_uuid'] }],
      [{ answers: { g_Name: 'x' } }, { shown: ['name', 'g_Name', 'g_fid', 'g_uuid'] }],
    ],
    issues: [4, 5, 6].map((row) => `info name.renamed survey!B${row}`),
  },
  {
    it: 'read-only by an expression',
    survey: [
      [...header, 'read_only'],
      ['text', 'a', 'A', ''],
      ['text', 'b', 'B', "${a} = 'x'"],
    ],
    looks: [[{ answers: { a: 'y' } }, { shown: ['a', 'b'] }]],
    issues: ['info readonly.dynamic survey!D3'],
  },
])
