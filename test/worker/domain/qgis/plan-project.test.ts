import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FeaturesReport, FormElement, ProjectPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { planProject, type ProjectInput } from '#worker/domain/qgis/plan-project.ts'
import { formOf, type Rows } from '#test/worker/domain/xlsform/form.ts'

const tasks = {
  count: 1,
  extent: [0, 0, 1, 1] as [number, number, number, number],
  area: 'POLYGON((0 0,1 0,1 1,0 1,0 0))',
  repaired: 0,
  sourceCrs: 'EPSG:4326',
}

const seeds: FeaturesReport = {
  tables: [
    { table: 'survey', geometry: 'MultiPolygon', count: 2, extent: [0, 0, 2, 2] },
    { table: 'survey_point', geometry: 'Point', count: 1, extent: [0, 0, 2, 2] },
  ],
  fields: [
    { name: 'building', source: 'building', type: 'text' },
    { name: 'seed_age', source: 'age', type: 'text' },
  ],
  extent: [0, 0, 2, 2],
  read: 3,
  repaired: 0,
  unrepaired: 0,
  answers: [],
  withoutGeometry: 0,
  flattened: 0,
  split: 0,
  sourceCrs: 'EPSG:4326',
}

function planOf(survey: Rows, more: Record<string, Rows> = {}, input: Partial<ProjectInput> = {}) {
  const form = formOf(survey, more)
  return planProject({
    form,
    title: 'T',
    slug: 't',
    features: null,
    tasks,
    basemap: null,
    openStreetMap: true,
    openInEditMode: true,
    ...input,
  })
}

function vector(plan: ProjectPlan, name: string): VectorLayerPlan {
  const layer = plan.layers.find((one) => one.name === name)
  if (layer?.kind !== 'vector') throw new Error(`no layer ${name}`)
  return layer
}

function fieldOf(plan: ProjectPlan, name: string, layer = 'survey') {
  const field = vector(plan, layer).fields.find((one) => one.name === name)
  if (!field) throw new Error(`no field ${name}`)
  return field
}

/** The form's tree as `kind:name{…}`. */
function print(elements: FormElement[]): string {
  return elements
    .map((element) => {
      if (element.kind === 'field') return element.field
      if (element.kind === 'text') return `"${element.name}"`
      if (element.kind === 'relation') return `rel:${element.relation}`
      return `${element.kind}:${element.name}{${print(element.children)}}`
    })
    .join(' ')
}

const entry = (plan: ProjectPlan, key: string) => plan.entries.find((one) => one.key === key)?.value

describe('layers', () => {
  const survey = [
    ['type', 'name', 'label'],
    ['select_multiple yes_no', 'a', 'A'],
    ['integer', 'age', 'Age'],
  ]

  test('order, files and sync actions', () => {
    const { plan } = planOf(survey, {}, { basemap: { file: 'basemap.mbtiles' } })
    expect(plan.layers.map((layer) => layer.name)).toEqual([
      'survey',
      'tasks',
      'list_yes_no',
      'basemap',
      'OpenStreetMap',
    ])
    expect(vector(plan, 'survey')).toMatchObject({
      file: 't_data.gpkg',
      cloudAction: 'offline',
      geometry: 'Point',
      existing: false,
    })
    expect(vector(plan, 'tasks')).toMatchObject({
      file: 'tasks.gpkg',
      cloudAction: 'no_action',
      identifiable: false,
    })
    expect(vector(plan, 'list_yes_no')).toMatchObject({
      file: 't_lists.gpkg',
      cableAction: 'copy',
      private: true,
    })
    expect(vector(plan, 'list_yes_no').rows).toEqual([
      ['yes', 'Yes', '1'],
      ['no', 'No', '2'],
    ])
    expect(entry(plan, 'initialMapMode')).toBe('digitize')
    expect(entry(planOf(survey, {}, { openInEditMode: false }).plan, 'initialMapMode')).toBe('browse')
  })

  test('with seed features: one survey layer a table, their attributes beside the form, no edit mode', () => {
    const { plan, issues } = planOf(survey, {}, { features: seeds })
    expect(plan.layers.slice(0, 3).map((layer) => layer.name)).toEqual(['survey', 'survey_point', 'tasks'])
    expect(vector(plan, 'survey')).toMatchObject({ geometry: 'MultiPolygon', existing: true })
    expect(vector(plan, 'survey_point').fields.map((field) => field.name)).toEqual([
      'uuid',
      'a',
      'age',
      'building',
      'seed_age',
    ])
    expect(fieldOf(plan, 'seed_age')).toMatchObject({ alias: 'age', readOnly: true })
    expect(print(vector(plan, 'survey').form)).toBe('tab:T{a age} tab:Attributes{building seed_age}')
    expect(entry(plan, 'initialMapMode')).toBe('browse')
    expect(issues.map((issue) => issue.code)).toEqual(['features.mixed', 'features.renamed'])
  })

  test('what the pass changed in the data is told with its number, and only then', () => {
    const one = { ...seeds, tables: seeds.tables.slice(0, 1), fields: [] }
    const changed = { repaired: 1, unrepaired: 2, withoutGeometry: 3, flattened: 4, split: 5 }
    expect(planOf(survey, {}, { features: one }).issues).toEqual([])
    const { issues } = planOf(
      survey,
      {},
      { features: { ...one, ...changed }, tasks: { ...tasks, repaired: 6 } },
    )
    expect(issues.map(({ code, level, params }) => [code, level, params['count']])).toEqual([
      ['features.repaired', 'info', 1],
      ['features.unrepaired', 'warning', 2],
      ['features.withoutGeometry', 'warning', 3],
      ['features.flattened', 'info', 4],
      ['features.split', 'info', 5],
      ['tasks.repaired', 'info', 6],
    ])
  })

  test('answers that features bring along, those that are not valid, and attributes that are not there', () => {
    const tag = (name: string) => `instance('features')/root/item[id=\${feature}]/${name}`
    const rows = [
      ['type', 'name', 'label', 'default'],
      ['geopoint', 'feature', 'F', ''],
      ['select_one yes_no', 'a', 'A', ''],
      ['text', 'b', 'B', tag('shop')],
    ]
    const answers = [{ attribute: 'a', column: 'a', taken: 2, refused: 1, example: 'maybe' }]
    const { issues } = planOf(rows, {}, { features: { ...seeds, fields: [], answers } })
    expect(issues.filter(({ code }) => /nswer|Attribute/.test(code))).toMatchObject([
      { code: 'features.answers', question: 'a', row: 3, params: { count: 2 } },
      { code: 'features.answersRefused', question: 'a', params: { count: 1, example: 'maybe' } },
      { code: 'features.noAttribute', params: { attributes: 'shop', count: 1 } },
    ])
  })

  test('a repeat with a count shows how many entries there are and should be', () => {
    const { plan } = planOf([
      ['type', 'name', 'label', 'repeat_count'],
      ['integer', 'n', 'N', ''],
      ['begin repeat', 'kids', 'Kids', '${n}'],
      ['text', 'q', 'Q', ''],
      ['end repeat', '', '', ''],
    ])
    const html = vector(plan, 'survey').form.flatMap((one) => (one.kind === 'text' ? [one.html] : []))
    expect(html).toEqual([
      `<b>[% coalesce(relation_aggregate('rel_kids','count',"uuid"),0) %] / [% coalesce(to_string("n"),'?') %]</b>`,
    ])
  })

  test('repeats: child tables with their relation, again for each survey layer', () => {
    const rows = [
      ['type', 'name', 'label', 'calculation'],
      ['begin repeat', 'kids', 'Kids', ''],
      ['integer', 'q', 'Q', ''],
      ['end repeat', '', '', ''],
      ['calculate', 'all', '', 'sum(${q})'],
    ]
    const { plan } = planOf(rows, {}, { features: seeds })
    expect(plan.relations).toMatchObject([
      {
        id: 'rel_kids',
        parentLayer: vector(plan, 'survey').id,
        childLayer: vector(plan, 'kids').id,
        childField: 'uuid_parent',
      },
      {
        id: 'rel_kids_point',
        parentLayer: vector(plan, 'survey_point').id,
        childLayer: vector(plan, 'kids_point').id,
      },
    ])
    expect(vector(plan, 'kids')).toMatchObject({ role: 'child', geometry: 'None', private: true })
    expect(vector(plan, 'kids').fields.map((field) => field.name)).toEqual([
      'uuid',
      'uuid_parent',
      'idx',
      'q',
    ])
    expect(fieldOf(plan, 'all', 'survey_point').default?.expression).toContain("'rel_kids_point'")
    expect(print(vector(plan, 'survey').form)).toContain('rel:rel_kids ')
  })
})

describe('widgets', () => {
  const asked = (type: string, more: string[] = [], header: string[] = []) =>
    fieldOf(
      planOf([
        ['type', 'name', 'label', ...header],
        [type, 'a', 'A', ...more],
      ]).plan,
      'a',
    )

  test.each([
    ['text', 'text', 'TextEdit', { IsMultiline: false }],
    ['integer', 'integer', 'Range', { Style: 'SpinBox', AllowNull: true, Min: -2147483647 }],
    ['decimal', 'decimal', 'Range', { Precision: 8 }],
    ['date', 'date', 'DateTime', { display_format: 'yyyy-MM-dd' }],
    ['time', 'text', 'DateTime', { field_format: 'HH:mm:ss' }],
    ['datetime', 'datetime', 'DateTime', { calendar_popup: true }],
    ['image', 'text', 'ExternalResource', { DocumentViewer: 1, RelativeStorage: 1 }],
    ['audio', 'text', 'ExternalResource', { DocumentViewer: 3 }],
    ['video', 'text', 'ExternalResource', { DocumentViewer: 4 }],
    ['file', 'text', 'ExternalResource', { DocumentViewer: 0 }],
    ['acknowledge', 'boolean', 'CheckBox', {}],
    ['barcode', 'text', 'TextEdit', {}],
    ['start', 'datetime', 'Hidden', {}],
  ])('%s', (type, column, widget, config) => {
    expect(asked(type)).toMatchObject({ type: column, widget: { type: widget, config } })
  })

  test('a range keeps its bounds, an integer has ODK’s alone', () => {
    expect(asked('range', ['start=-5 end = 5;step=2.5'], ['parameters'])).toMatchObject({
      type: 'decimal',
      widget: { config: { Style: 'Slider', Min: -5, Max: 5, Step: 2.5, Precision: 1 } },
    })
    expect(asked('range')).toMatchObject({
      type: 'integer',
      widget: { config: { Min: 1, Max: 10, Step: 1 } },
    })
    expect(asked('integer', ['. < 9'], ['constraint']).widget.config).toMatchObject({ Max: 2147483647 })
  })

  test('a short list keeps the author’s order and can be emptied unless required; labels are made unique', () => {
    const choices = [
      ['list_name', 'name', 'label'],
      ['l', 'z', 'Same'],
      ['l', 'a', 'Same'],
    ]
    const optional = planOf(
      [
        ['type', 'name', 'label'],
        ['select_one l', 'a', 'A'],
      ],
      { choices },
    ).plan
    expect(fieldOf(optional, 'a').widget).toEqual({
      type: 'ValueMap',
      config: { map: [{ '': '{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}' }, { Same: 'z' }, { 'Same (a)': 'a' }] },
    })
    const required = planOf(
      [
        ['type', 'name', 'label', 'required'],
        ['select_one l', 'a', 'A', 'yes'],
      ],
      { choices },
    ).plan
    expect(fieldOf(required, 'a').widget.config['map']).toHaveLength(2)
  })

  test('a filtered, long or multiple list is a layer', () => {
    const choices = [
      ['list_name', 'name', 'label', 'region'],
      ['l', '1', 'One', 'N'],
      ...Array.from({ length: 201 }, (_, at) => ['long', `${at}`, `${at}`]),
    ]
    const survey = [
      ['type', 'name', 'label', 'choice_filter', 'appearance'],
      ['text', 'r', 'R', '', ''],
      ['select_one l', 'a', 'A', 'region = ${r}', 'autocomplete'],
      ['select_one long', 'b', 'B', '', ''],
      ['select_multiple l', 'c', 'C', '', 'columns-9'],
    ]
    const { plan } = planOf(survey, { choices })
    expect(fieldOf(plan, 'a').widget).toMatchObject({
      type: 'ValueRelation',
      config: {
        LayerName: 'list_l',
        LayerSource: './t_lists.gpkg|layername=list_l',
        AllowMulti: false,
        UseCompleter: true,
      },
    })
    expect(fieldOf(plan, 'a').widget.config['FilterExpression']).toContain(`current_value('r')`)
    expect(fieldOf(plan, 'b').widget.config).toMatchObject({
      LayerName: 'list_long',
      OrderByFieldName: 'sort_id',
    })
    expect(vector(plan, 'list_long').rows[0]).toEqual(['0', '0', '001'])
    expect(fieldOf(plan, 'c').widget.config).toMatchObject({ AllowMulti: true, NofColumns: 3 })
    expect(vector(plan, 'list_l').rows).toEqual([['1', 'One', '1', 'N']])
  })

  test('photos are named after question and feature', () => {
    const { plan } = planOf([
      ['type', 'name', 'label', 'parameters'],
      ['image', 'photo', 'P', 'max-pixels=1000'],
      ['audio', 'a', 'A', ''],
    ])
    const naming = JSON.parse(
      String(vector(plan, 'survey').properties['QFieldSync/attachment_naming']),
    ) as Record<string, string>
    expect(naming['photo']).toBe(
      `'DCIM/photo_' || "uuid" || '_' || format_date(now(),'yyyyMMddhhmmsszzz') || '.{extension}'`,
    )
    expect(plan.folders).toEqual(['DCIM', 'audio'])
    expect(plan.entries.filter((one) => one.key === 'attachmentDirs').map((one) => one.scope)).toEqual([
      'qfieldsync',
      'QFieldSync',
    ])
    expect(entry(plan, 'maximumImageWidthHeight')).toBe(1000)
  })
})

describe('rules', () => {
  const header = [
    'type',
    'name',
    'label',
    'required',
    'required_message',
    'constraint',
    'constraint_message',
    'relevant',
  ]
  const rule = (row: string[]) => fieldOf(planOf([header, ['text', 'x', 'X'], row]).plan, 'a')

  test('required alone: not empty, and not NULL', () => {
    expect(rule(['text', 'a', 'A', 'TRUE', 'Please'])).toMatchObject({
      alias: 'A *',
      notNull: true,
      constraint: { expression: `(coalesce("a",'') <> '')`, description: 'Please', strength: 'hard' },
    })
    expect(rule(['select_multiple yes_no', 'a', 'A', 'yes']).constraint?.expression).toBe(
      `(coalesce("a",'') not in ('','{}'))`,
    )
    expect(rule(['acknowledge', 'a', 'A', 'true()']).constraint?.expression).toBe('coalesce("a",false)')
  })

  test('a constraint lets an empty answer pass', () => {
    const { constraint, notNull } = rule(['integer', 'a', 'A', 'no', '', '. > 0', 'Too small'])
    expect(constraint?.expression).toMatch(/^\(not \("a" is not null\) or \(.*"a" > 0.*\)\)$/)
    expect([constraint?.description, notNull]).toEqual(['Too small', false])
  })

  test('what is hidden is never checked', () => {
    const field = rule(['integer', 'a', 'A', 'yes', '', '', '', "${x} = 'k'"])
    expect(field.constraint?.expression).toBe(`not (coalesce("x",'') = 'k') or (("a" is not null))`)
    expect(field.notNull).toBe(false)
    expect(field.default).toEqual({ expression: `if((coalesce("x",'') = 'k'),"a",NULL)`, onUpdate: true })
  })
})

describe('the form', () => {
  test('without groups there are no tabs; hints stand under their field', () => {
    const { plan } = planOf([
      ['type', 'name', 'label', 'hint', 'guidance_hint'],
      ['note', 'n', 'Hello'],
      ['text', 'a', 'A', 'Hint'],
      ['calculate', 'c'],
      ['text', 'b', 'B', '', 'Long story'],
    ])
    expect(print(vector(plan, 'survey').form)).toBe('tab:T{"n" a "hint_a" b group:More info{"guidance_b"} c}')
    const plain = planOf([
      ['type', 'name', 'label', 'hint'],
      ['note', 'n', 'Hello'],
      ['text', 'a', 'A', 'Hint'],
    ]).plan
    expect(print(vector(plain, 'survey').form)).toBe('"n" a "hint_a"')
  })

  test('groups are tabs, what stands between them gets a tab in its place, calculations join their neighbour', () => {
    const { plan } = planOf([
      ['type', 'name', 'label', 'relevant'],
      ['start', 'start'],
      ['text', 'a', 'A'],
      ['begin group', 'g', 'G', "${a} = 'x'"],
      ['begin group', 'h', ''],
      ['text', 'b', 'B', "${a} = 'y'"],
      ['end group'],
      ['end group'],
      ['calculate', 'c'],
      ['text', 'd', 'D'],
      ['begin group', 'k', 'K'],
      ['text', 'e', 'E'],
      ['end group'],
      ['end', 'end'],
    ])
    expect(print(vector(plan, 'survey').form)).toBe(
      'tab:T{a start} tab:G{group:h{group:b{b}}} tab:T (2){d c} tab:K{e end}',
    )
    expect(vector(plan, 'survey').form[1]).toMatchObject({
      visible: `(coalesce("a",'') = 'x') and (coalesce("a",'') = 'y')`,
    })
    expect(entry(plan, 'featureFormWizardModeEnabled')).toBe(true)
  })

  test('labels with answers are live', () => {
    const { plan } = planOf([
      ['type', 'name', 'label', 'required'],
      ['text', 'n', 'Name', ''],
      ['begin group', 'g', 'House of ${n}', ''],
      ['text', 'a', 'How is **${n}**?', 'yes'],
      ['note', 'note', 'Hi ${n}', ''],
      ['end group'],
    ])
    expect(fieldOf(plan, 'a')).toMatchObject({ alias: 'How is ? *' })
    expect(fieldOf(plan, 'a').aliasExpression).toMatch(/^'How is .*"n".*\|\| ' \*'$/)
    expect(print(vector(plan, 'survey').form)).toBe('tab:T{n} tab:House of{"label_g" a "note"}')
  })

  const kind = fc.constantFrom(
    'begin group',
    'end group',
    'text',
    'note',
    'calculate',
    'begin repeat',
    'end repeat',
    'geopoint',
  )
  const row = fc.tuple(
    kind,
    fc.constantFrom('a', 'b', 'c', ''),
    fc.constantFrom('L', ''),
    fc.constantFrom('', "${a} = 'x'"),
  )

  test('root elements are all tabs or no containers at all, and each visible column stands in the form once', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (survey) => {
        const { plan } = planOf([
          ['type', 'name', 'label', 'relevant'],
          ['text', 'first', 'F', ''],
          ...survey,
        ])
        for (const layer of plan.layers) {
          if (layer.kind !== 'vector' || layer.role === 'list' || layer.role === 'tasks') continue
          const kinds = new Set(layer.form.map((element) => element.kind))
          expect(kinds.has('tab') ? kinds.size : Number(kinds.has('group'))).toBe(kinds.has('tab') ? 1 : 0)
          const own = layer.fields
            .map((field) => field.name)
            .filter((name) => !['uuid', 'uuid_parent', 'idx'].includes(name))
          const shown = fieldsIn(layer.form)
          expect(shown.toSorted()).toEqual(own.toSorted())
        }
      }),
    )
  })

  function fieldsIn(elements: FormElement[]): string[] {
    return elements.flatMap((element) => {
      if (element.kind === 'field') return [element.field]
      return element.kind === 'tab' || element.kind === 'group' ? fieldsIn(element.children) : []
    })
  }
})
