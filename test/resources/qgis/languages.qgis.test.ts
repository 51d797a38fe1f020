import { execa } from 'execa'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FormElement, ProjectPlan } from '#worker/domain/qgis/plan.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { writeQm } from '#worker/domain/qgis/translation/qm.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { loadProjectWords } from '#worker/words/project-words.ts'
import { workbookOf } from '#test/worker/domain/xlsform/form.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const ours = loadProjectWords(fileURLToPath(new URL('../../../resources', import.meta.url)))
const reader = fileURLToPath(new URL('read_translated.py', import.meta.url))

const survey = [
  [
    'type',
    'name',
    'label::English (en)',
    'label::French',
    'label::العربية (ar)',
    'hint::English (en)',
    'hint::French',
    'required',
  ],
  ['begin group', 'house', 'House', 'Maison', 'المنزل'],
  ['text', 'owner', 'Name of **owner**', 'Nom du **propriétaire**', 'اسم **المالك**', 'In full', 'En entier'],
  ['select_one roof or_other', 'roof', 'Roof', 'Toit', 'سقف', '', '', 'yes'],
  ['integer', 'floors', 'Floors of ${owner}', "Étages de l'immeuble de ${owner}", 'طوابق ${owner}'],
  [
    'note',
    'thanks',
    'Thank you, ${owner}: ${roof}',
    "Merci d'avoir aidé, ${owner} : ${roof}",
    'شكرا ${owner} ${roof}',
  ],
  ['text', 'remark', 'Remark', '', 'ملاحظة'],
  ['end group'],
  ['begin repeat', 'people', 'People', 'Personnes', 'الناس'],
  ['text', 'given', 'Given name', 'Prénom', 'الاسم'],
  ['end repeat'],
]

const choices = [
  ['list_name', 'name', 'label::English (en)', 'label::French', 'label::العربية (ar)'],
  ['roof', 'tin', 'Tin', 'Tôle', 'صفيح'],
  ['roof', 'thatch', 'Thatch', 'Chaume', ''],
]

interface Words {
  layers: Record<
    string,
    {
      aliases: Record<string, string>
      choices: Record<string, string[]>
      live: Record<string, string>
      containers: string[]
    }
  >
  relations: string[]
  texts: Record<string, string>
}

describe('a form in three languages', () => {
  let folder = ''
  let plan: ProjectPlan

  beforeAll(async () => {
    folder = path('project')
    await mkdir(folder)
    const tasks = await succeed('tasks', {
      path: null,
      aoi: null,
      extent: [85.3, 27.6, 85.4, 27.7],
      out: join(folder, 'tasks.gpkg'),
      namespace: 'site',
    })
    const settings = [['default_language'], ['English (en)']]
    const form = compileForm(workbookOf({ survey, choices, settings }), { words: ours })
    plan = planProject({
      form,
      title: 'Site',
      slug: 'site',
      features: null,
      tasks,
      basemap: null,
      openStreetMap: false,
      openInEditMode: true,
    }).plan
    for (const { files, messages } of plan.translations) {
      for (const { name, locale } of files) await writeFile(join(folder, name), writeQm(messages, locale))
    }
    await succeed('build', { plan, folder })
  })

  const wordsIn = async (locale: string): Promise<Words> => {
    const { stdout } = await execa(
      process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
      [reader, join(folder, 'site.qgz'), locale, JSON.stringify(textsOf(plan))],
      { env: { QT_QPA_PLATFORM: 'offscreen', PYTHONDONTWRITEBYTECODE: '1' } },
    )
    return JSON.parse(stdout) as Words
  }

  test('is a project without problems', async () => {
    expect((await succeed('verify', { plan, folder })).problems).toEqual([])
  })

  test('has a file for each of them, but for the one it is written in', () => {
    const files = plan.translations.flatMap((each) => each.files.map((file) => file.name))
    expect(files).toEqual(['site_fr.qm', 'site_ar.qm'])
  })

  test('stands in the archive with them, as one project', async () => {
    const { stdout } = await execa('unzip', ['-Z1', 'site.qgz'], { cwd: folder })
    expect(stdout.split('\n')).toEqual(['site.qgs', 'site_fr.qm', 'site_ar.qm'])
  })

  test('Qt loads each file and knows every message', async () => {
    const code = `
import json, sys
from qgis.PyQt.QtCore import QTranslator
said = []
for file, messages in json.loads(sys.argv[1]):
    translator = QTranslator()
    loaded = translator.load(file)
    said.append([loaded, [translator.translate(m['context'].encode(), m['source'].encode()) for m in messages]])
print(json.dumps(said))`
    const asked = plan.translations.map(({ files, messages }) => [
      join(folder, files[0]?.name ?? ''),
      messages,
    ])
    const said: unknown = JSON.parse(await python(code, JSON.stringify(asked)))
    expect(said).toEqual(
      plan.translations.map(({ messages }) => [true, messages.map((message) => message.translation)]),
    )
    expect(plan.translations.map(({ messages }) => messages.length)).toEqual([8, 9])
  })

  test.each([
    ['en', 'en_US'],
    ['fr', 'fr'],
    ['ar', 'ar'],
  ] as const)('QGIS shows it in %s', async (language, locale) => {
    const words = await wordsIn(locale)
    expect(words).toEqual(wanted[language])
  })
})

const wanted: Record<'en' | 'fr' | 'ar', Words> = {
  en: {
    layers: {
      survey: {
        aliases: {
          owner: 'Name of owner',
          roof: 'Roof *',
          roof_other: 'Specify other.',
          floors: 'Floors of',
          remark: 'Remark',
        },
        choices: { roof: ['Tin', 'Thatch', 'Other'] },
        live: { floors: 'Floors of Ana & co' },
        containers: ['House', 'Site', 'People'],
      },
      people: { aliases: { given: 'Given name' }, choices: {}, live: {}, containers: [] },
    },
    relations: ['People'],
    texts: {
      hint_owner: '<small><i>In full</i></small>',
      thanks: 'Thank you, Ana &amp; co: Tin',
    },
  },
  fr: {
    layers: {
      survey: {
        aliases: {
          owner: 'Nom du propriétaire',
          roof: 'Toit *',
          roof_other: 'Précisez.',
          floors: "Étages de l'immeuble de",
          remark: 'Remark',
        },
        choices: { roof: ['Tôle', 'Chaume', 'Autre'] },
        live: { floors: "Étages de l'immeuble de Ana & co" },
        containers: ['Maison', 'Site', 'Personnes'],
      },
      people: { aliases: { given: 'Prénom' }, choices: {}, live: {}, containers: [] },
    },
    relations: ['Personnes'],
    texts: {
      hint_owner: '<small><i>En entier</i></small>',
      thanks: "Merci d'avoir aidé, Ana &amp; co : Tôle",
    },
  },
  ar: {
    layers: {
      survey: {
        aliases: {
          owner: 'اسم المالك',
          roof: 'سقف *',
          roof_other: 'يرجى التحديد.',
          floors: 'طوابق',
          remark: 'ملاحظة',
        },
        choices: { roof: ['صفيح', 'Thatch', 'أخرى'] },
        live: { floors: 'طوابق Ana & co' },
        containers: ['المنزل', 'Site', 'الناس'],
      },
      people: { aliases: { given: 'الاسم' }, choices: {}, live: {}, containers: [] },
    },
    relations: ['الناس'],
    texts: {
      hint_owner: '<small><i>In full</i></small>',
      thanks: '<div dir="rtl">شكرا Ana &amp; co صفيح</div>',
    },
  },
}

/** HTML of the form's text elements by their names: QGIS 3.22 has none to read. */
function textsOf(plan: ProjectPlan): Record<string, string> {
  const below = (element: FormElement): [string, string][] => {
    if (element.kind === 'text') return [[element.name, element.html]]
    return element.kind === 'tab' || element.kind === 'group' ? element.children.flatMap(below) : []
  }
  const [layer] = plan.layers
  return layer?.kind === 'vector' ? Object.fromEntries(layer.form.flatMap(below)) : {}
}
