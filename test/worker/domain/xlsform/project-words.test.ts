import { expect, test } from 'vitest'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import type { FormElement } from '#worker/domain/qgis/plan.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { englishWords, wordsOfForm, type WordsByLanguage } from '#worker/domain/xlsform/project-words.ts'
import { workbookOf } from '#test/worker/domain/xlsform/form.ts'

const inLanguage = (mark: string) => ({
  ...englishWords,
  ...Object.fromEntries(Object.entries(englishWords).map(([key, word]) => [key, `${mark} ${word}`])),
})
const all: WordsByLanguage = new Map([
  ['fr', inLanguage('fr')],
  ['pt', inLanguage('pt')],
])

test('a language takes its own words, else those of its base, else English', () => {
  const { own, others } = wordsOfForm(all, 'pt-BR', [{ code: 'fr' }, { code: 'am' }])
  expect(own.other).toBe('pt Other')
  expect(others.get('fr')?.other).toBe('fr Other')
  expect(others.get('am')).toEqual(englishWords)
  expect(wordsOfForm(all, null, []).own).toEqual(englishWords)
})

const survey = [
  [
    'type',
    'name',
    'label::Français (fr)',
    'label::English (en)',
    'guidance_hint::Français (fr)',
    'required',
    'constraint',
  ],
  ['select_one roof or_other', 'roof', 'Toit', 'Roof', 'Regardez', 'yes', ''],
  ['integer', 'age', 'Âge', 'Age', '', '', '. < 9'],
]
const choices = [
  ['list_name', 'name', 'label::Français (fr)', 'label::English (en)'],
  ['roof', 'tin', 'Tôle', 'Tin'],
]

/** A project with seed features, made from the form in one of its languages. */
function planned(language: string) {
  const form = compileForm(workbookOf({ survey, choices }), { language, words: all })
  const extent: [number, number, number, number] = [0, 0, 1, 1]
  const report = { extent, repaired: 0, sourceCrs: '' }
  const counts = { read: 1, unrepaired: 0, withoutGeometry: 0, flattened: 0, split: 0, answers: [] }
  const { plan } = planProject({
    form,
    title: 'T',
    slug: 't',
    features: {
      ...report,
      ...counts,
      tables: [{ table: 'survey', geometry: 'Point', count: 1, extent }],
      fields: [{ name: 'osm_id', source: 'osm_id', type: 'text' }],
    },
    tasks: { ...report, count: 1, area: '' },
    basemap: null,
    openStreetMap: false,
    openInEditMode: true,
  })
  return plan
}

test('our own words are in the language of the project, and in its others by their files', () => {
  const french = planned('fr')
  const [collected, ...others] = french.layers.flatMap((layer) => (layer.kind === 'vector' ? [layer] : []))
  expect(collected?.form.flatMap(titles)).toEqual(expect.arrayContaining(['fr Attributes', 'fr More info']))
  const fields = new Map(collected?.fields.map((field) => [field.name, field]))
  expect(fields.get('roof')?.constraint?.description).toBe('fr Required')
  expect(fields.get('age')?.constraint?.description).toBe('fr Not a valid answer')
  expect(fields.get('roof_other')?.alias).toBe('fr Specify other.')
  expect(others.find((layer) => layer.role === 'list')?.rows.at(-1)).toEqual(
    expect.arrayContaining(['fr Other', 'Other']),
  )
  const said = new Map(
    french.translations[0]?.messages.map(({ source, translation }) => [source, translation]),
  )
  expect(said.get('fr Attributes')).toBe('Attributes')
  expect(said.get('fr More info')).toBe('More info')
  expect(said.get('fr Specify other.')).toBe('Specify other.')
})

function titles(element: FormElement): string[] {
  if (element.kind !== 'tab' && element.kind !== 'group') return []
  return [element.name, ...element.children.flatMap(titles)]
}
