import { expect } from 'vitest'
import { layerIn, matrix, printTree } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label']

matrix([
  {
    it: 'groups: tabs at the root in the form’s order, boxes inside, what stands between gets a tab',
    survey: [
      header,
      ['text', 'a', 'A'],
      ['begin group', 'g', 'Group'],
      ['text', 'b', 'B'],
      ['begin_group', 'h', 'Inner'],
      ['text', 'c', 'C'],
      ['end_group', '', ''],
      ['end group', '', ''],
      ['text', 'd', 'D'],
    ],
    tree: 'tab:T{a} tab:Group{b group:Inner{c}} tab:T (2){d}',
    looks: [[{}, { shown: ['a', 'b', 'c', 'd'] }]],
  },
  {
    it: 'a group that holds hidden values only makes no page',
    survey: [
      [...header, 'default', 'relevant'],
      ['begin group', 'inputs', 'Inputs', '', "./source = 'user'"],
      ['hidden', 'source', 'Source', 'user', ''],
      ['end group', '', '', '', ''],
      ['begin group', 'g', 'Group', '', ''],
      ['text', 'a', 'A', '', ''],
      ['end group', '', '', '', ''],
    ],
    tree: 'tab:Group{a source}',
    looks: [[{}, { titles: ['Group'], initial: { source: 'user' } }]],
  },
  {
    it: 'a group’s label with an answer in it is text inside',
    survey: [
      header,
      ['text', 'who', 'Who'],
      ['begin group', 'g', 'House of ${who}'],
      ['text', 'a', 'A'],
      ['end group', '', ''],
    ],
    tree: 'tab:T{who} tab:House of{"label_g" a}',
    looks: [[{ answers: { who: 'Ann' } }, { texts: { label_g: 'House of Ann' } }]],
    issues: ['info group.dynamicLabel survey!C3'],
  },
  {
    it: 'unbalanced groups are mended: every question stays',
    survey: [
      header,
      ['begin group', 'g', 'G'],
      ['text', 'a', 'A'],
      ['begin repeat', 'r', 'R'],
      ['text', 'b', 'B'],
      ['end group', '', ''],
      ['end repeat', '', ''],
      ['end group', '', ''],
      ['begin group', 'open', 'Open'],
      ['text', 'c', 'C'],
    ],
    tree: 'tab:G{a rel_r} tab:Open{c}',
    looks: [[{}, { shown: ['a', 'rel_r', 'c'] }]],
    issues: [
      'warning group.crossed survey!A6',
      'warning group.unopened survey!A8',
      'warning group.unclosed survey!A9',
    ],
  },
  {
    it: 'repeat: a table of its own; defaults and rules read the parent, the parent counts and sums its entries',
    survey: [
      [...header, 'default', 'calculation', 'constraint', 'relevant', 'required'],
      ['integer', 'limit', 'Limit', '', '', '', '', ''],
      ['text', 'town', 'Town', '', '', '', '', ''],
      ['begin repeat', 'kids', 'Children', '', '', '', '', ''],
      ['text', 'name', 'Name', '', '', '', '', 'yes'],
      ['text', 'home', 'Home', '${town}', '', '', '', ''],
      ['integer', 'age', 'Age', '', '', '. < ${limit}', '', ''],
      ['text', 'school', 'School', '', '', '', '${age} > 5 and ${limit} > 1', ''],
      ['end repeat', '', '', '', '', '', '', ''],
      ['calculate', 'many', '', '', 'count(${kids})', '', '', ''],
      ['calculate', 'years', '', '', 'sum(${age})', '', '', ''],
      ['text', 'why', 'Why', '', '', '', '${many} > 1', ''],
    ],
    tree: 'tab:T{limit town rel_kids group:why{why} many years}',
    fields: { 'kids.uuid_parent': { widget: 'Hidden' }, 'kids.age': { widget: 'Range' } },
    looks: [
      [{}, { values: { many: 0 }, shown: ['limit', 'town', 'rel_kids'] }],
      [
        {
          children: {
            kids: [
              { name: 'Ann', age: 5 },
              { name: 'Bo', age: 9 },
            ],
          },
        },
        { values: { many: 2, years: 14 }, shown: ['limit', 'town', 'rel_kids', 'why'] },
      ],
      [
        { layer: 'kids', parent: { limit: 10, town: 'Bern' }, answers: { age: 12 } },
        { wrong: { name: 'Required', age: 'Not a valid answer' }, shown: ['name', 'home', 'age', 'school'] },
      ],
      [
        { layer: 'kids', parent: { limit: 10, town: 'Bern' }, answers: { age: 4, name: 'Ann' } },
        { initial: { home: 'Bern', idx: 1 }, wrong: {}, shown: ['name', 'home', 'age'] },
      ],
    ],
    also: ({ project }) => [
      [
        project.relations,
        [
          expect.objectContaining({
            id: 'rel_kids',
            strength: 'composition',
            pairs: { uuid_parent: 'uuid' },
            valid: true,
          }),
        ],
      ],
    ],
  },
  {
    it: 'repeats beside and inside each other, and inside groups: each relation to its own parent',
    survey: [
      header,
      ['begin repeat', 'houses', 'Houses'],
      ['text', 'street', 'S'],
      ['begin repeat', 'rooms', 'Rooms'],
      ['integer', 'size', 'S'],
      ['end repeat', '', ''],
      ['end repeat', '', ''],
      ['begin group', 'g', 'G'],
      ['begin repeat', 'trees', 'Trees'],
      ['text', 'kind', 'K'],
      ['end repeat', '', ''],
      ['end group', '', ''],
    ],
    tree: 'tab:T{rel_houses} tab:G{rel_trees}',
    also: (filled) => {
      const names = new Map(filled.project.layers.map((layer) => [layer.id, layer.name]))
      const pairs = filled.project.relations.map(
        ({ parent, child }) => `${names.get(parent)} ${names.get(child)}`,
      )
      return [
        [pairs.toSorted(), ['houses rooms', 'survey houses', 'survey trees']],
        [printTree(layerIn(filled, 'houses').form), 'street rel_rooms'],
      ]
    },
  },
  {
    it: 'a choice filter in a repeat by an answer of the form above',
    choices: [
      ['list_name', 'name', 'label', 'region'],
      ['towns', 'a', 'A', 'n'],
      ['towns', 'b', 'B', 's'],
    ],
    survey: [
      [...header, 'choice_filter'],
      ['text', 'region', 'Region', ''],
      ['begin repeat', 'visits', 'Visits', ''],
      ['select_one towns', 'town', 'Town', 'region = ${region}'],
      ['end repeat', '', '', ''],
    ],
    looks: [
      [{ layer: 'visits', parent: { region: 's' } }, { choices: { town: ['b'] } }],
      [{ layer: 'visits', parent: { region: 'n' } }, { choices: { town: ['a'] } }],
    ],
  },
  {
    it: 'a repeat that is relevant or not; indexed-repeat and position',
    survey: [
      [...header, 'relevant', 'calculation'],
      ['select_one yes_no', 'any', 'Any', '', ''],
      ['begin repeat', 'kids', 'Kids', "${any} = 'yes'", ''],
      ['text', 'name', 'N', '', ''],
      ['calculate', 'place', '', '', 'position(..)'],
      ['end repeat', '', '', '', ''],
      ['calculate', 'second', '', '', 'indexed-repeat(${name}, ${kids}, 2)'],
    ],
    issues: ['info xpath.approximate survey!E5'],
    looks: [
      [{ answers: { any: 'no' } }, { shown: ['any'] }],
      [
        {
          answers: { any: 'yes' },
          children: {
            kids: [
              { name: 'Ann', idx: 1 },
              { name: 'Bo', idx: 2 },
            ],
          },
        },
        { shown: ['any', 'rel_kids'], values: { second: 'Bo' } },
      ],
    ],
  },
  {
    it: 'a group is there while something in it is; a tab too',
    survey: [
      [...header, 'relevant'],
      ['text', 'a', 'A', ''],
      ['begin group', 'g', 'G', "${a} != 'no'"],
      ['calculate', 'c', '', ''],
      ['begin group', 'h', 'H', ''],
      ['text', 'b', 'B', "${a} = 'b'"],
      ['note', 'n', 'N', "${a} = 'n'"],
      ['end group', '', '', ''],
      ['end group', '', '', ''],
    ],
    issues: ['error calculation.missing survey!B4'],
    looks: [
      [{ answers: { a: 'x' } }, { titles: ['T'] }],
      [{ answers: { a: 'no' } }, { titles: ['T'] }],
      [{ answers: { a: 'b' } }, { titles: ['T', 'G', 'H'], shown: ['a', 'b'] }],
      [{ answers: { a: 'n' } }, { titles: ['T', 'G', 'H'], shown: ['a'] }],
    ],
  },
  {
    it: 'empty groups leave nothing behind',
    survey: [header, ['begin group', 'g', 'G'], ['end group', '', ''], ['text', 'a', 'A']],
    tree: 'a',
    issues: ['info group.empty survey!A2'],
  },
  {
    it: 'repeat_count: how many entries are wanted',
    survey: [
      [...header, 'repeat_count'],
      ['integer', 'n', 'N', ''],
      ['begin repeat', 'kids', 'Kids', '${n}'],
      ['text', 'name', 'N', ''],
      ['end repeat', '', '', ''],
    ],
    looks: [
      [
        { answers: { n: 2 } },
        {
          shown: ['n', 'rel_kids'],
          texts: { count_kids: '<b>0 / 2</b>' },
          wrong: {},
          warned: { kids_count: 'Kids: the form asks for another number of entries' },
        },
      ],
      [
        { answers: { n: 1 }, children: { kids: [{ name: 'Ann' }] } },
        { texts: { count_kids: '<b>1 / 1</b>' }, wrong: {}, warned: {} },
      ],
      [{}, { texts: { count_kids: '<b>0 / ?</b>' }, wrong: {}, warned: {} }],
    ],
    issues: ['info repeat.count survey!D3'],
  },
  {
    it: 'repeat_count: nothing is wanted of a repeat that is not relevant; names stay free',
    survey: [
      [...header, 'relevant', 'repeat_count'],
      ['select_one yes_no', 'any', 'Any', '', ''],
      ['integer', 'kids_count', 'Count', '', ''],
      ['begin repeat', 'kids', 'Kids', "${any} = 'yes'", '2'],
      ['text', 'name', 'N', '', ''],
      ['end repeat', '', '', '', ''],
    ],
    looks: [
      [{ answers: { any: 'no' } }, { values: { kids_count_2: null }, warned: {} }],
      [
        { answers: { any: 'yes' } },
        { values: { kids_count_2: 2 }, warned: { kids_count_2: expect.any(String) as string } },
      ],
    ],
    issues: ['warning name.reserved survey!B3', 'info repeat.count survey!E4'],
  },
  {
    it: 'an inner group is shown only while the outer one is: QField reads both conditions in one line',
    survey: [
      [...header, 'relevant'],
      ['text', 'a', 'A', ''],
      ['begin group', 'g', 'G', "${a} = 'x' or ${a} = 'y'"],
      ['text', 'b', 'B', "${a} = 'y' or ${a} = 'z'"],
      ['end group', '', '', ''],
    ],
    also: ({ project }) => {
      const outer = project.layers.find(({ name }) => name === 'survey')?.form[1]
      const inner = outer?.children?.[0]
      return [[[outer, inner].map((one) => /^\(.*\)$/.test(one?.visible ?? '')), [true, true]]]
    },
  },
  {
    it: 'loop: the questions once for each choice',
    choices: [
      ['list_name', 'name', 'label'],
      ['toilets', 'pit', 'Pit'],
      ['toilets', 'flush', 'Flush'],
    ],
    survey: [
      header,
      ['begin loop over toilets', 'loop', ''],
      ['integer', 'number', 'How many %(label)s?'],
      ['end loop', '', ''],
    ],
    looks: [[{ answers: { pit_number: 2 } }, { shown: ['pit_number', 'flush_number'] }]],
  },
])
