import type { FieldPlan, FormElement, ProjectPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'

/** One column with nothing special about it. */
export function field(name: string, given: Partial<FieldPlan> = {}): FieldPlan {
  return {
    name,
    type: 'text',
    length: 0,
    alias: name,
    aliasExpression: null,
    comment: '',
    widget: { type: 'TextEdit', config: { IsMultiline: false, UseHtml: false } },
    default: null,
    constraint: null,
    notNull: false,
    unique: false,
    readOnly: false,
    editableExpression: null,
    reuseLast: false,
    ...given,
  }
}

export function vectorLayer(given: Partial<VectorLayerPlan>): VectorLayerPlan {
  return {
    kind: 'vector',
    id: 'survey_0a1b2c3d',
    name: 'Survey',
    role: 'survey',
    file: 'site_data.gpkg',
    table: 'survey',
    geometry: 'MultiPolygon',
    existing: false,
    fields: [],
    rows: [],
    form: [],
    displayExpression: null,
    private: false,
    readOnly: false,
    identifiable: true,
    searchable: true,
    cableAction: 'offline',
    cloudAction: 'offline',
    properties: {},
    style: null,
    label: null,
    ...given,
  }
}

const hidden = { type: 'Hidden', config: {} } as const
const uuid = field('uuid', {
  widget: hidden,
  default: { expression: "uuid('WithoutBraces')", onUpdate: false },
})

export const surveyForm: FormElement[] = [
  {
    kind: 'tab',
    name: 'Building',
    showLabel: true,
    visible: null,
    collapsed: false,
    columns: 1,
    children: [
      { kind: 'text', name: 'hint', html: '<i>Count [% "floors" %] floors & more</i>' },
      { kind: 'field', field: 'floors', showLabel: true },
      { kind: 'field', field: 'uuid', showLabel: false },
      {
        kind: 'group',
        name: 'Use',
        showLabel: false,
        visible: 'coalesce("floors" > 0, false)',
        collapsed: true,
        columns: 2,
        children: [
          { kind: 'field', field: 'use', showLabel: true },
          { kind: 'text', name: 'note', html: '<b>नेपाल</b>' },
        ],
      },
    ],
  },
  {
    kind: 'tab',
    name: 'People',
    showLabel: true,
    visible: '"floors" is not null',
    collapsed: false,
    columns: 1,
    children: [{ kind: 'relation', relation: 'rel_people', label: 'People who live here' }],
  },
]

/** A plan with one of everything: survey, child, list, tasks and OpenStreetMap, related and styled. */
export function smallPlan(): ProjectPlan {
  return {
    version: 1,
    slug: 'site',
    title: 'काठमाडौं भवन सर्वेक्षण',
    crs: 'EPSG:4326',
    ellipsoid: 'EPSG:7030',
    extent: [85.3, 27.6, 85.4, 27.7],
    areaOfInterest: 'POLYGON((85.3 27.6,85.4 27.6,85.4 27.7,85.3 27.7,85.3 27.6))',
    variables: { xlsform_id: 'buildings', xlsform_version: '2024' },
    entries: [
      { scope: 'qfieldsync', key: 'initialMapMode', value: 'digitize' },
      { scope: 'qfieldsync', key: 'initialActiveLayer', value: 'survey_0a1b2c3d' },
      { scope: 'qfieldsync', key: 'featureFormWizardModeEnabled', value: true },
      { scope: 'qfieldsync', key: 'maximumImageWidthHeight', value: 1024 },
      { scope: 'qfieldsync', key: 'attachmentDirs', value: ['DCIM', 'audio'] },
      { scope: 'QFieldSync', key: 'attachmentDirs', value: ['DCIM', 'audio'] },
    ],
    folders: ['DCIM', 'audio'],
    layers: [
      vectorLayer({
        fields: [
          field('fid', { type: 'integer', widget: hidden }),
          uuid,
          field('floors', {
            type: 'integer',
            alias: 'Floors *',
            widget: { type: 'Range', config: { Style: 'SpinBox', AllowNull: true, Step: 1 } },
            constraint: {
              expression: '"floors" is null or coalesce("floors" < 100,false)',
              description: 'Too high',
              strength: 'hard',
            },
            notNull: true,
            reuseLast: true,
          }),
          field('use', {
            aliasExpression: "'Use of ' || coalesce(to_string(\"floors\"),'')",
            widget: {
              type: 'ValueRelation',
              config: {
                Layer: 'list_use_11223344',
                Key: 'name',
                Value: 'label',
                AllowNull: true,
                AllowMulti: false,
              },
            },
            default: { expression: 'if("floors" > 3, \'office\', NULL)', onUpdate: true },
          }),
          field('roof', {
            length: 20,
            widget: {
              type: 'ValueMap',
              config: { map: [{ Tin: 'tin' }, { Slate: 'slate' }, { Other: 'other' }] },
            },
            readOnly: true,
          }),
          field('seen', { type: 'date', comment: 'day of the visit' }),
          field('started', { type: 'datetime', default: { expression: 'now()', onUpdate: false } }),
          field('agreed', { type: 'boolean', widget: { type: 'CheckBox', config: {} } }),
          field('height', { type: 'decimal', unique: true }),
        ],
        form: surveyForm,
        displayExpression: 'coalesce("use", \'?\')',
        properties: {
          'QFieldSync/attachment_naming': '{"photo":"\'DCIM/a.jpg\'"}',
          'QFieldSync/value_map_button_interface_threshold': 4,
        },
        style: { kind: 'outline', color: '#404248', width: 1.2 },
      }),
      vectorLayer({
        id: 'people_55667788',
        name: 'People',
        role: 'child',
        table: 'people',
        geometry: 'None',
        fields: [uuid, field('uuid_parent', { widget: hidden }), field('age', { type: 'integer' })],
        private: true,
      }),
      vectorLayer({
        id: 'tasks_99aabbcc',
        name: 'Tasks',
        role: 'tasks',
        file: 'site_tasks.gpkg',
        table: 'tasks',
        fields: [field('task_id', { type: 'integer', widget: hidden })],
        identifiable: false,
        searchable: false,
        readOnly: true,
        cableAction: 'copy',
        cloudAction: 'no_action',
        style: { kind: 'outline', color: '#4285f4', width: 1.2 },
        label: { expression: 'coalesce("task_id", $id)', bold: true, color: '#4285f4', size: 12 },
      }),
      vectorLayer({
        id: 'list_use_11223344',
        name: 'list_use',
        role: 'list',
        file: 'site_lists.gpkg',
        table: 'use',
        geometry: 'None',
        fields: [field('name'), field('label'), field('sort_id', { type: 'integer' })],
        rows: [
          ['home', 'Home', 1],
          ['office', 'Büro „A“', 2],
          ['none', null, 3],
        ],
        private: true,
        readOnly: true,
        identifiable: false,
        searchable: false,
        cableAction: 'copy',
        cloudAction: 'no_action',
      }),
      {
        kind: 'xyz',
        id: 'openstreetmap_ddeeff00',
        name: 'OpenStreetMap',
        url: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png?a=1&b=2',
        zmin: 0,
        zmax: 19,
      },
    ],
    relations: [
      {
        id: 'rel_people',
        name: 'People',
        parentLayer: 'survey_0a1b2c3d',
        parentField: 'uuid',
        childLayer: 'people_55667788',
        childField: 'uuid_parent',
        strength: 'composition',
      },
    ],
    translations: [],
  }
}
