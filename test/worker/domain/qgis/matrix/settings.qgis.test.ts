import { expect } from 'vitest'
import { matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const survey = [
  ['type', 'name', 'label'],
  ['text', 'first', 'First'],
  ['select_one yes_no', 'second', 'Second'],
  ['begin group', 'g', 'G'],
  ['text', 'third', 'Third'],
  ['end group', '', ''],
]

matrix([
  {
    it: 'form_id and version are variables of the project',
    survey,
    settings: [
      ['form_title', 'form_id', 'version'],
      ['Titel', 'trees', '2024.1'],
    ],
    also: ({ project }) => [
      [project.variables, expect.objectContaining({ xlsform_id: 'trees', xlsform_version: '2024.1' })],
    ],
  },
  {
    it: 'instance_name is what a feature is called; labels of choices in it',
    survey,
    settings: [['instance_name'], ["concat(${first}, ' - ', ${second})"]],
    looks: [[{ answers: { first: 'Ann', second: 'yes' } }, { title: 'Ann - yes' }]],
  },
  {
    it: 'without instance_name the first answer names the feature',
    survey,
    looks: [[{ answers: { first: 'Ann' } }, { title: 'Ann' }]],
  },
  {
    it: 'default_language: its words in labels, choices, hints and messages; others where it has none',
    survey: [
      [
        'type',
        'name',
        'label::English (en)',
        'label::Français (fr)',
        'hint::Français (fr)',
        'constraint',
        'constraint_message::Français (fr)',
      ],
      ['integer', 'n', 'Number', 'Nombre', 'Un chiffre', '. > 0', 'Plus que zéro'],
      ['select_one l', 's', 'Only English', '', '', '', ''],
    ],
    choices: [
      ['list_name', 'name', 'label::English (en)', 'label::Français (fr)'],
      ['l', 'a', 'Apple', 'Pomme'],
    ],
    settings: [['default_language'], ['Français (fr)']],
    looks: [
      [
        { answers: { n: 0 } },
        {
          words: { s: ['Pomme'] },
          labels: { n: 'Nombre', s: 'Only English' },
          wrong: { n: 'Plus que zéro' },
          texts: { hint_n: '<small><i>Un chiffre</i></small>' },
        },
      ],
    ],
  },
  {
    it: 'several pages: the form is a wizard',
    survey,
    also: ({ project }) => [
      [project.entries['qfieldsync'], expect.objectContaining({ featureFormWizardModeEnabled: true })],
    ],
  },
  {
    it: 'allow_choice_duplicates: a name may stand twice, under different filters',
    survey: [
      ['type', 'name', 'label', 'choice_filter'],
      ['text', 'where', 'Where', ''],
      ['select_one l', 'a', 'A', 'region = ${where}'],
    ],
    choices: [
      ['list_name', 'name', 'label', 'region'],
      ['l', '1', 'North one', 'n'],
      ['l', '1', 'South one', 's'],
    ],
    settings: [['allow_choice_duplicates'], ['yes']],
    looks: [[{ answers: { where: 's' } }, { choices: { a: ['1'] } }]],
  },
  {
    it: 'auto_send: QField sends by itself; a look of its own is told',
    survey,
    settings: [
      ['auto_send', 'style'],
      ['true', 'theme-grid pages'],
    ],
    also: ({ project }) => [
      [project.entries['qfieldsync'], expect.objectContaining({ forceAutoPush: true })],
    ],
    issues: ['info settings.ignored settings!2'],
  },
])
