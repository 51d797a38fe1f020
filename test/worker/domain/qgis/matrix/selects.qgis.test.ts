import { expect } from 'vitest'
import { layerIn, matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const fruit = [
  ['list_name', 'name', 'label', 'season'],
  ['fruit', 'pear', 'Pear', 'autumn'],
  ['fruit', 'apple', 'Apple', 'autumn'],
  ['fruit', 'cherry', "Chef's cherry", 'summer'],
  ['yes_no', 'yes', 'Yes', ''],
  ['yes_no', 'no', 'No', ''],
]
const header = ['type', 'name', 'label']

matrix([
  {
    it: 'select_one, by all its names: the author’s order, an empty choice unless required',
    choices: fruit,
    survey: [
      [...header, 'required'],
      ['select_one fruit', 'a', 'A', ''],
      ['select one fruit', 'b', 'B', 'yes'],
      ['select1 fruit', 'c', 'C', ''],
      ['select one from fruit', 'd', 'D', ''],
    ],
    fields: { a: { type: 'String', widget: 'ValueMap' }, b: { widget: 'ValueMap', notNull: true } },
    looks: [
      [
        {},
        {
          choices: Object.fromEntries(
            ['a', 'b', 'c', 'd'].map((name) => [name, ['pear', 'apple', 'cherry']]),
          ),
          wrong: { b: 'Required' },
        },
      ],
      [{ answers: { b: '' } }, { wrong: { b: 'Required' } }],
      [{ answers: { b: 'pear' } }, { wrong: {} }],
    ],
    also: (filled) => {
      const maps = layerIn(filled, 'survey').fields.map(
        (field) => field.config['map'] as object[] | undefined,
      )
      return [[maps.flatMap((map) => map?.length ?? []), [4, 3, 4, 4]]]
    },
  },
  {
    it: 'labels of choices, not their names, in texts and labels',
    choices: fruit,
    survey: [
      header,
      ['select_one fruit', 'a', 'A'],
      ['select_multiple fruit', 'm', 'M'],
      ['text', 'why', 'Why ${a}?'],
      ['note', 'n', 'You like ${a} and ${m}'],
    ],
    looks: [
      [
        { answers: { a: 'cherry', m: '{"pear","apple"}' } },
        {
          labels: { why: "Why Chef's cherry?" },
          texts: { n: expect.stringContaining("Chef's cherry") as string },
        },
      ],
      [{}, { labels: { why: 'Why ?' } }],
    ],
    also: ({ looks }) => [[looks[0]?.texts['n'], expect.stringContaining('Pear, Apple')]],
  },
  {
    it: 'select_multiple: several values in one column; rules count and find them',
    choices: fruit,
    survey: [
      [...header, 'constraint', 'required', 'default', 'relevant'],
      ['select_multiple fruit', 'a', 'A', 'count-selected(.) <= 2', '', '', ''],
      ['select all that apply from fruit', 'b', 'B', '', 'yes', '', ''],
      ['select multiple fruit', 'c', 'C', '', '', 'pear cherry', ''],
      ['text', 'd', 'D', '', '', '', "selected(${a}, 'apple')"],
    ],
    issues: ['warning type.spelling survey!A4'],
    fields: {
      a: { type: 'String', widget: 'ValueRelation', config: { AllowMulti: true, LayerName: 'list_fruit' } },
    },
    looks: [
      [
        {},
        {
          initial: { c: '{"pear","cherry"}' },
          choices: { a: ['apple', 'cherry', 'pear'] },
          wrong: { b: 'Required' },
          shown: ['a', 'b', 'c'],
        },
      ],
      [
        { answers: { a: '{"pear","apple","cherry"}', b: '{}' } },
        { wrong: { a: 'Not a valid answer', b: 'Required' }, shown: ['a', 'b', 'c', 'd'] },
      ],
      [{ answers: { a: '{"pear","cherry"}', b: '{"pear"}' } }, { wrong: {}, shown: ['a', 'b', 'c'] }],
    ],
  },
  {
    it: 'or_other: a choice more, and a text that appears with it',
    choices: fruit,
    survey: [
      header,
      ['select_one fruit or_other', 'a', 'A'],
      ['select_multiple fruit or specify other', 'm', 'M'],
      ['select_one fruit', 'b', 'B'],
    ],
    looks: [
      [{}, { choices: { a: ['pear', 'apple', 'cherry', 'other'] }, shown: ['a', 'm', 'b'] }],
      [{ answers: { a: 'other' } }, { shown: ['a', 'a_other', 'm', 'b'] }],
      [{ answers: { m: '{"pear","other"}' } }, { shown: ['a', 'm', 'm_other', 'b'] }],
    ],
    also: ({ looks }) => [
      [looks[0]?.choices['m'], ['apple', 'cherry', 'other', 'pear']],
      [looks[0]?.choices['b'], ['pear', 'apple', 'cherry']],
    ],
  },
  {
    it: 'choice_filter: by another answer, by a calculation, and for several',
    choices: fruit,
    survey: [
      [...header, 'choice_filter', 'calculation'],
      ['text', 'when', 'When', '', ''],
      ['calculate', 'season', '', '', "if(${when} = 'hot', 'summer', 'autumn')"],
      ['select_one fruit', 'a', 'A', 'season = ${season}', ''],
      ['select_multiple fruit', 'm', 'M', "season != 'summer'", ''],
      ['select_one fruit', 'not', 'N', 'name != ${a}', ''],
    ],
    looks: [
      [{ answers: { when: 'hot' } }, { choices: { a: ['cherry'], m: ['apple', 'pear'] } }],
      [
        { answers: { when: 'cold', a: 'pear' } },
        { choices: { a: ['apple', 'pear'], not: ['apple', 'cherry'] } },
      ],
    ],
  },
  {
    it: 'choices of a sheet named like the file, and of external_choices',
    sheets: {
      towns: [
        ['code', 'title', 'region'],
        ['1', 'Nord', 'n'],
        ['2', 'Sud', 's'],
      ],
      external_choices: [
        ['list_name', 'name', 'label', 'region'],
        ['villages', 'v1', 'Upper', 'n'],
        ['villages', 'v2', 'Lower', 's'],
      ],
    },
    survey: [
      [...header, 'parameters', 'choice_filter'],
      ['select_one_from_file towns.csv', 'a', 'A', 'value=code label=title', ''],
      ['select_multiple_from_file towns.csv', 'm', 'M', 'value=code, label=title', "region = 's'"],
      ['select_one_external villages', 'b', 'B', '', "region = 'n'"],
    ],
    fields: { a: { type: 'String' }, b: { widget: 'ValueRelation' } },
    looks: [[{}, { choices: { a: ['1', '2'], m: ['2'], b: ['v1'] } }]],
  },
  {
    it: 'a file that is not there: the question stays as text, and it is said',
    survey: [header, ['select_one_from_file nowhere.csv', 'a', 'A']],
    fields: { a: { type: 'String', widget: 'TextEdit' } },
    looks: [[{}, { shown: ['a'] }]],
    issues: ['error list.fileMissing survey!A2'],
  },
  {
    it: 'rank: the order in which choices are tapped, all or none',
    choices: fruit,
    survey: [header, ['rank fruit', 'a', 'A']],
    tree: 'a "rank_a"',
    fields: { a: { widget: 'ValueRelation', config: { AllowMulti: true } } },
    issues: ['warning type.rank survey!A2'],
    looks: [
      [{}, { wrong: {} }],
      [{ answers: { a: '{"cherry","apple","pear"}' } }, { wrong: {} }],
      [{ answers: { a: '{"cherry"}' } }, { wrong: { a: 'Put all of them in order' } }],
      [{ answers: { a: '{}' } }, { wrong: {} }],
    ],
  },
  {
    it: 'labels that stand twice are told apart; a choice without a label shows its name',
    choices: [
      ['list name', 'value', 'caption'],
      ['l', '1', 'Same'],
      ['l', '2', 'Same'],
      ['l', '3', ''],
    ],
    survey: [header, ['select_one l', 'a', 'A']],
    fields: {
      a: {
        config: {
          map: [
            { '': '{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}' },
            { Same: '1' },
            { 'Same (2)': '2' },
            { '3': '3' },
          ],
        },
      },
    },
  },
  {
    it: 'a cascade of three',
    choices: [
      ['list_name', 'name', 'label', 'state', 'county'],
      ['states', 'tx', 'Texas', '', ''],
      ['states', 'wa', 'Washington', '', ''],
      ['counties', 'king', 'King', 'wa', ''],
      ['counties', 'cameron', 'Cameron', 'tx', ''],
      ['cities', 'seattle', 'Seattle', 'wa', 'king'],
      ['cities', 'brownsville', 'Brownsville', 'tx', 'cameron'],
    ],
    survey: [
      [...header, 'choice_filter'],
      ['select_one states', 'state', 'S', ''],
      ['select_one counties', 'county', 'C', 'state=${state}'],
      ['select_one cities', 'city', 'C', 'state=${state} and county=${county}'],
    ],
    looks: [
      [{}, { choices: { state: ['tx', 'wa'], county: [], city: [] } }],
      [{ answers: { state: 'wa' } }, { choices: { county: ['king'], city: [] } }],
      [{ answers: { state: 'wa', county: 'king' } }, { choices: { city: ['seattle'] } }],
    ],
  },
  {
    it: 'a choice with a comma is stored under another name, which expressions follow',
    choices: [
      ['list_name', 'name', 'label'],
      ['walls', 'clay,lime', 'Clay and lime'],
      ['walls', 'wood', 'Wood'],
    ],
    survey: [
      [...header, 'relevant', 'default'],
      ['select_multiple walls', 'm', 'M', '', 'clay,lime wood'],
      ['text', 'why', 'Why', "selected(${m}, 'clay,lime')", ''],
    ],
    looks: [
      [{}, { initial: { m: '{"clay_lime","wood"}' }, shown: ['m', 'why'] }],
      [{ answers: { m: '{"wood"}' } }, { shown: ['m'], choices: { m: ['clay_lime', 'wood'] } }],
    ],
    issues: ['warning choice.renamed survey!B2'],
  },
  {
    it: 'a list that a select of one shares has its name there too, and comparisons follow it',
    choices: [
      ['list_name', 'name', 'label'],
      ['walls', 'clay,lime', 'Clay and lime'],
      ['walls', 'wood', 'Wood'],
    ],
    survey: [
      [...header, 'relevant', 'default'],
      ['select_multiple walls', 'm', 'M', '', ''],
      ['select_one walls', 'o', 'O', '', 'clay,lime'],
      ['text', 'why', 'Why', "${o} = 'clay,lime'", ''],
      ['text', 'else', 'Else', "'clay,lime' != ${o}", ''],
    ],
    looks: [
      [{}, { initial: { o: 'clay_lime' }, shown: ['m', 'o', 'why'] }],
      [{ answers: { o: 'wood' } }, { shown: ['m', 'o', 'else'] }],
    ],
    issues: ['warning choice.renamed survey!B2'],
  },
])
