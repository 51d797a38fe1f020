import { expect, test } from 'vitest'
import { entry, fieldOf, planOf, vector } from '#test/worker/domain/qgis/planned.ts'

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
