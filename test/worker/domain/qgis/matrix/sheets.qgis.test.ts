import { layerIn, matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label']

matrix([
  {
    it: 'lists may be scattered, have blank rows, numbers as names and columns that only some use',
    choices: [
      ['List Name', 'Name', 'Label', 'cost', 'image', 'geometry'],
      ['a', '1', 'One', '5', '', ''],
      ['b', 'x', 'X', '', 'x.png', '46.2 7.5 0 0'],
      ['', '', '', '', '', ''],
      ['a', '2', 'Two', '8', '', ''],
      ['b', 'y', 'Y', '', '', ''],
    ],
    survey: [
      [...header, 'choice_filter'],
      ['select_one a', 'a', 'A', 'cost > 6'],
      ['select_one b', 'b', 'B', "name != 'x'"],
    ],
    issues: ['warning media.missing choices!E3'],
    looks: [[{}, { choices: { a: ['2'], b: ['y'] }, words: { a: ['Two'] } }]],
    also: (filled) => [
      [layerIn(filled, 'list_a').fields.map(({ name }) => name), ['fid', 'name', 'label', 'sort_id', 'cost']],
    ],
  },
  {
    it: 'a name that stands twice in a list is offered once; a choice needs a name',
    choices: [
      ['list_name', 'name', 'label'],
      ['l', '1', 'A'],
      ['l', '1', 'B'],
      ['l', '', 'C'],
    ],
    survey: [header, ['select_one l', 'a', 'A']],
    looks: [[{}, { choices: { a: ['1'] }, words: { a: ['A'] } }]],
    issues: ['warning choice.duplicate choices!B3', 'warning choice.noName choices!4'],
  },
  {
    it: 'settings that QField has no use for are said once',
    issues: ['info settings.ignored settings!2'],
    survey: [header, ['text', 'a', 'A']],
    settings: [
      ['form_title', 'submission_url', 'public_key', 'style'],
      ['T', 'https://example.org', 'abc', 'pages'],
    ],
    looks: [[{}, { shown: ['a'] }]],
  },
  {
    it: 'entities are kept for others; save_to is no question',
    issues: ['info entities.kept entities!'],
    survey: [
      [...header, 'save_to'],
      ['text', 'a', 'A', 'species'],
    ],
    sheets: {
      entities: [
        ['list_name', 'label'],
        ['trees', '${a}'],
      ],
    },
    looks: [[{ answers: { a: 'oak' } }, { shown: ['a'], wrong: {} }]],
    also: ({ project }) => [
      [
        JSON.parse(project.variables['xlsform_entities'] ?? ''),
        { declarations: [{ list_name: 'trees', label: '${a}' }], properties: { a: 'species' } },
      ],
    ],
  },
  {
    it: 'columns of other programs and pictures beside a question: the question stays',
    issues: ['info column.ignored survey!G', 'warning media.missing survey!D2'],
    survey: [
      [...header, 'media::image', 'bind::esri:fieldLength', 'notes', 'body::accept'],
      ['text', 'a', 'A', 'a.png', '20', 'Ask kindly', '.pdf'],
    ],
    looks: [[{}, { shown: ['a'] }]],
  },
  {
    it: 'settings as rows of the survey',
    issues: ['warning type.spelling survey!A2', 'warning type.spelling survey!A3'],
    survey: [header, ['set form title', 'Old title', ''], ['set form id', 'old_id', ''], ['text', 'a', 'A']],
    looks: [[{}, { shown: ['a'] }]],
  },
])
