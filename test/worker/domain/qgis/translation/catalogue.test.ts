import { describe, expect, test } from 'vitest'
import type { VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import type { CompiledForm } from '#worker/domain/xlsform/model.ts'
import { formOf, said, type Rows } from '#test/worker/domain/xlsform/form.ts'

const tasks = { count: 1, extent: [0, 0, 1, 1] as [number, number, number, number], area: '', repaired: 0 }

function planOf(form: CompiledForm) {
  return planProject({
    form,
    title: 'Site',
    slug: 'site',
    features: null,
    tasks: { ...tasks, sourceCrs: 'EPSG:4326' },
    basemap: null,
    openStreetMap: false,
    openInEditMode: true,
  }).plan
}

/** Messages of one language as `context | source | translation`, the survey's id left out. */
function messagesOf(form: CompiledForm, locale: string): string[] {
  const found = planOf(form).translations.find(({ files }) => files.some((file) => file.locale === locale))
  return (found?.messages ?? []).map(({ context, source, translation }) =>
    [context.replace(/^project:layers:[^:]*:/, ''), source, translation].join(' | '),
  )
}

const filesOf = (form: CompiledForm) =>
  planOf(form).translations.map(({ files }) => files.map(({ name }) => name))

describe('messages', () => {
  const survey = [
    ['type', 'name', 'label', 'label::French (fr)', 'required'],
    ['begin group', 'g', 'House', 'Maison', ''],
    ['text', 'a', 'Name', 'Nom', 'yes'],
    ['text', 'b', 'Same', 'Same', ''],
    ['text', 'c', 'Only here', '', ''],
    ['text', 'd', '', 'Seulement ici', ''],
    ['end group'],
  ]
  test('aliases with their star and titles; nothing for what is the same, missing or shown already', () => {
    expect(messagesOf(formOf(survey), 'fr')).toEqual([
      'fieldaliases | Name * | Nom *',
      'formcontainers | House | Maison',
    ])
  })
  test('another language as the project’s own turns it round', () => {
    expect(messagesOf(formOf(survey, { settings: [['default_language'], ['en']] }, 'fr'), 'en')).toEqual([
      'fieldaliases | Nom * | Name *',
      'formcontainers | Maison | House',
    ])
  })
})

describe('choices', () => {
  const survey = [
    ['type', 'name', 'label', 'label::fr'],
    ['select_one colour', 'c', 'Colour', 'Couleur'],
    ['select_one digit', 'd', 'Digit', 'Chiffre'],
  ]
  const choices = [
    ['list_name', 'name', 'label', 'label::fr', 'label_fr'],
    ['colour', 'red', 'Red', 'Rouge', 'x'],
    ['colour', 'blue', 'Blue', '', 'y'],
    ['digit', '1', '1', '1', ''],
  ]
  test('a list with translations becomes a layer with a column a language; one without stays in its widget', () => {
    const form = formOf(survey, { choices })
    const layers = planOf(form).layers as VectorLayerPlan[]
    const list = layers.find(({ role }) => role === 'list')
    expect(list?.fields.map(({ name }) => name)).toEqual([
      'name',
      'label',
      'sort_id',
      'label_fr_',
      'label_fr',
    ])
    expect(list?.rows).toEqual([
      ['red', 'Red', '1', 'Rouge', 'x'],
      ['blue', 'Blue', '2', 'Blue', 'y'],
    ])
    expect(layers[0]?.fields.slice(1).map(({ widget }) => widget.type)).toEqual(['ValueRelation', 'ValueMap'])
    expect(messagesOf(form, 'fr')).toContain('fields:c:valuerelationvalue | label | label_fr_')
  })
})

describe('files', () => {
  const inLanguages = (...languages: string[]): Rows => [
    ['type', 'name', ...languages.map((language) => `label::${language}`)],
    ['text', 'a', ...languages],
  ]
  test.each<[string[], string[][]]>([
    [['English (en)', 'Français'], [['site_fr.qm']]],
    [['fr', 'English'], [['site_en.qm', 'site_en_US.qm']]],
    [['fr', 'Portuguese (pt-BR)'], [['site_pt.qm', 'site_pt_BR.qm', 'site_pt_PT.qm']]],
    [['Portuguese (pt_PT)', 'Portuguese BR (pt_br)'], [['site_pt_BR.qm']]],
    [['en', 'fra', 'fr'], [['site_fr.qm']]],
  ])('%j', (languages, files) => {
    expect(filesOf(formOf(inLanguages(...languages)))).toEqual(files)
  })
  test('a language without a code is an issue, and so is a message that stays in one language', () => {
    const form = formOf([
      [
        'type',
        'name',
        'label::en',
        'label::Village talk',
        'label::fr',
        'constraint',
        'constraint_message::en',
        'constraint_message::fr',
      ],
      ['integer', 'a', 'A', 'Aa', 'Â', '. > 1', 'More', 'Plus'],
    ])
    expect(said(form.issues)).toEqual(['warning language.noCode !', 'info language.message survey!G2'])
    expect(filesOf(form)).toEqual([['site_fr.qm']])
  })
})
