import { execa } from 'execa'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProjectPlan } from '#worker/domain/qgis/plan.ts'
import { readProject, succeed, type ReadLayer, type ReadProject } from '#test/resources/qgis/call.ts'
import { field, smallPlan, surveyForm, vectorLayer } from '#test/resources/qgis/plan.ts'
import { python } from '#test/resources/qgis/python.ts'
import { namesIn, point, rows, scratch, square, writeGeojson } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

async function built(plan: ProjectPlan, folder: string) {
  const result = await succeed('build', { plan, folder })
  expect(await succeed('verify', { plan, folder })).toEqual({ problems: [], layers: result.layers })
  return { result, project: await readProject(result.project) }
}

const fresh = () => mkdtemp(path('project-'))

describe('a project with one of everything', () => {
  let folder = ''
  let project: ReadProject
  const layer = (name: string): ReadLayer => project.layers.find((each) => each.name === name) as ReadLayer
  const column = (name: string) => layer('Survey').fields.find((each) => each.name === name)

  beforeAll(async () => {
    folder = await fresh()
    project = (await built(smallPlan(), folder)).project
  })

  test('leaves the project, its GeoPackages and its folders, and nothing else', async () => {
    expect(await namesIn(folder)).toEqual([
      'DCIM',
      'audio',
      'site.qgz',
      'site_data.gpkg',
      'site_lists.gpkg',
      'site_tasks.gpkg',
    ])
    for (const file of ['site_data.gpkg', 'site_lists.gpkg', 'site_tasks.gpkg']) {
      expect(rows(join(folder, file), 'pragma journal_mode')).toEqual([{ journal_mode: 'delete' }])
    }
  })

  test('has the title, CRS, first view, variables and entries of the plan', () => {
    expect(project).toMatchObject({
      title: 'काठमाडौं भवन सर्वेक्षण',
      metadataTitle: 'काठमाडौं भवन सर्वेक्षण',
      crs: 'EPSG:4326',
      ellipsoid: 'EPSG:7030',
      canvases: [[85.3, 27.6, 85.4, 27.7]],
      variables: { xlsform_id: 'buildings', xlsform_version: '2024' },
      entries: {
        qfieldsync: {
          initialMapMode: 'digitize',
          initialActiveLayer: 'survey_0a1b2c3d',
          featureFormWizardModeEnabled: true,
          maximumImageWidthHeight: 1024,
          attachmentDirs: ['DCIM', 'audio'],
          areaOfInterest: smallPlan().areaOfInterest,
          areaOfInterestCrs: 'EPSG:4326',
        },
        QFieldSync: { attachmentDirs: ['DCIM', 'audio'] },
      },
    })
  })

  test('has the layers in their order, with their ids, flags and properties', () => {
    const seen = project.layers.map(({ id, geometry, count, flags, readOnly }) => ({
      id,
      geometry,
      count,
      flags,
      readOnly,
    }))
    expect(seen).toEqual([
      {
        id: 'survey_0a1b2c3d',
        geometry: 'MultiPolygon',
        count: 0,
        flags: ['Identifiable', 'Removable', 'Searchable'],
        readOnly: false,
      },
      {
        id: 'people_55667788',
        geometry: 'None',
        count: 0,
        flags: ['Identifiable', 'Removable', 'Searchable', 'Private'],
        readOnly: false,
      },
      { id: 'tasks_99aabbcc', geometry: 'MultiPolygon', count: 0, flags: ['Removable'], readOnly: true },
      {
        id: 'list_use_11223344',
        geometry: 'None',
        count: 3,
        flags: ['Removable', 'Private'],
        readOnly: true,
      },
      {
        id: 'openstreetmap_ddeeff00',
        geometry: 'Raster',
        count: null,
        flags: ['Identifiable', 'Removable', 'Searchable'],
        readOnly: false,
      },
    ])
    expect(project.layers.every(({ valid }) => valid)).toBe(true)
    expect(layer('Survey').customProperties).toMatchObject({
      'QFieldSync/action': 'offline',
      'QFieldSync/cloud_action': 'offline',
      'QFieldSync/attachment_naming': '{"photo":"\'DCIM/a.jpg\'"}',
      'QFieldSync/value_map_button_interface_threshold': 4,
    })
    expect(layer('OpenStreetMap').customProperties).toMatchObject({ 'QFieldSync/cloud_action': 'no_action' })
  })

  test('has the columns with their types, widgets, defaults and constraints', () => {
    expect(layer('Survey').fields.map(({ name, type, widget }) => [name, type, widget])).toEqual([
      ['fid', 'Integer64', 'Hidden'],
      ['uuid', 'String', 'Hidden'],
      ['floors', 'Integer64', 'Range'],
      ['use', 'String', 'ValueRelation'],
      ['roof', 'String', 'ValueMap'],
      ['seen', 'Date', 'TextEdit'],
      ['started', 'DateTime', 'TextEdit'],
      ['agreed', 'Boolean', 'CheckBox'],
      ['height', 'Real', 'TextEdit'],
    ])
    expect(column('floors')).toMatchObject({
      alias: 'Floors *',
      config: { Style: 'SpinBox', AllowNull: true, Step: 1 },
      constraint: '"floors" is null or coalesce("floors" < 100,false)',
      description: 'Too high',
      notNull: true,
      unique: false,
      reuseLast: true,
    })
    expect(column('use')).toMatchObject({
      aliasExpression: "'Use of ' || coalesce(to_string(\"floors\"),'')",
      default: 'if("floors" > 3, \'office\', NULL)',
      onUpdate: true,
    })
    expect(column('uuid')).toMatchObject({
      default: "uuid('WithoutBraces')",
      onUpdate: false,
      reuseLast: false,
    })
    expect(column('roof')).toMatchObject({
      readOnly: true,
      config: { map: [{ Tin: 'tin' }, { Slate: 'slate' }, { Other: 'other' }] },
    })
    expect(column('height')).toMatchObject({ unique: true, notNull: false })
    const [made] = rows(join(folder, 'site_data.gpkg'), "select sql from sqlite_master where name = 'survey'")
    expect(made?.['sql']).toContain('"roof" TEXT(20)')
  })

  test('has choice lists whose rows keep their order, found by id, name and relative source', () => {
    expect(column('use')?.config).toMatchObject({
      Layer: 'list_use_11223344',
      LayerName: 'list_use',
      LayerSource: './site_lists.gpkg|layername=use',
      LayerProviderName: 'ogr',
    })
    expect(
      rows(join(folder, 'site_lists.gpkg'), 'select name, label, sort_id from "use" order by fid'),
    ).toEqual([
      { name: 'home', label: 'Home', sort_id: 1 },
      { name: 'office', label: 'Büro „A“', sort_id: 2 },
      { name: 'none', label: null, sort_id: 3 },
    ])
  })

  test('has the form tree of the plan', () => {
    const [building, people] = surveyForm
    expect(layer('Survey').form).toEqual([
      {
        kind: 'tab',
        name: building?.kind === 'tab' && building.name,
        showLabel: true,
        visible: null,
        collapsed: false,
        columns: 1,
        children: [
          { kind: 'text', name: 'hint', showLabel: false, html: '<i>Count [% "floors" %] floors & more</i>' },
          { kind: 'field', name: 'floors', showLabel: true },
          { kind: 'field', name: 'uuid', showLabel: false },
          {
            kind: 'group',
            name: 'Use',
            showLabel: false,
            visible: 'coalesce("floors" > 0, false)',
            collapsed: true,
            columns: 2,
            children: [
              { kind: 'field', name: 'use', showLabel: true },
              { kind: 'text', name: 'note', showLabel: false, html: '<b>नेपाल</b>' },
            ],
          },
        ],
      },
      {
        kind: 'tab',
        name: people?.kind === 'tab' && people.name,
        showLabel: true,
        visible: '"floors" is not null',
        collapsed: false,
        columns: 1,
        children: [{ kind: 'relation', name: 'rel_people', showLabel: true }],
      },
    ])
    expect(layer('Survey').displayExpression).toBe('coalesce("use", \'?\')')
    expect(layer('Tasks').form).toEqual([])
  })

  test('has the relation, the outlines and the label', () => {
    expect(project.relations).toEqual([
      {
        id: 'rel_people',
        name: 'People',
        valid: true,
        parent: 'survey_0a1b2c3d',
        child: 'people_55667788',
        pairs: { uuid_parent: 'uuid' },
        strength: 'composition',
      },
    ])
    expect(layer('Survey').symbol).toMatchObject({ style: 'no', outline_width: '1.2' })
    expect(layer('Survey').symbol?.['outline_color']).toContain('64,66,72')
    expect(layer('Tasks').label).toBe('coalesce("task_id", $id)')
  })

  test('names no person, no time and no path of this machine', async () => {
    const xml = await python(
      'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("site.qgs").decode())',
      join(folder, 'site.qgz'),
    )
    expect(xml).toMatch(/^<!DOCTYPE qgis/)
    expect(xml).not.toMatch(/saveUser|saveDateTime|iccProfileId/)
    expect(xml).not.toMatch(/<author>[^<]/)
    expect(xml).not.toContain(folder)
  })
})

/** A fresh build of the small plan as it reads, without its folder's name. */
async function readAgain(): Promise<ReadProject> {
  const folder = await fresh()
  const { project } = await built(smallPlan(), folder)
  return JSON.parse(JSON.stringify(project).replaceAll(folder, '')) as ReadProject
}

test('a rebuild gives the same project', async () => {
  expect(await readAgain()).toEqual(await readAgain())
})

test('a rebuild in the same folder leaves no backup', async () => {
  const folder = await fresh()
  const plan = {
    ...smallPlan(),
    layers: smallPlan().layers.filter(({ kind }) => kind === 'xyz'),
    relations: [],
  }
  await built(plan, folder)
  await built(plan, folder)
  expect(await namesIn(folder)).toEqual(['DCIM', 'audio', 'site.qgz'])
})

test('seed features and task areas get the columns of the form', async () => {
  const folder = await fresh()
  const seeds = await writeGeojson(path('seeds.geojson'), [
    { geometry: square(85.3, 27.6), properties: { floors: 'two', name: 'x' } },
    { geometry: square(85.31, 27.61), properties: { floors: 'one', name: 'y' } },
    { geometry: point(85.32, 27.62), properties: { floors: null, name: 'z' } },
  ])
  const out = join(folder, 'site_data.gpkg')
  const report = await succeed('features', {
    path: seeds,
    out,
    reserved: ['floors'],
    answers: [],
    namespace: 'n',
    area: null,
  })
  expect(report.tables.map(({ table }) => table)).toEqual(['survey', 'survey_point'])
  await succeed('tasks', {
    path: null,
    aoi: null,
    extent: [85, 27, 86, 28],
    out: join(folder, 'site_tasks.gpkg'),
    namespace: 'n',
  })
  const fields = [field('uuid'), field('seed_floors'), field('name'), field('floors', { type: 'integer' })]
  const base = smallPlan()
  const plan: ProjectPlan = {
    ...base,
    layers: [
      vectorLayer({ existing: true, fields }),
      vectorLayer({
        id: 'survey_point_01010101',
        name: 'Survey (points)',
        table: 'survey_point',
        geometry: 'Point',
        existing: true,
        fields,
        style: { kind: 'marker', color: '#ff8800', outline: '#ffffff', size: 3 },
      }),
      vectorLayer({
        id: 'tasks_99aabbcc',
        name: 'Tasks',
        role: 'tasks',
        file: 'site_tasks.gpkg',
        table: 'tasks',
        existing: true,
        fields: [field('task_id', { type: 'integer' })],
      }),
    ],
    relations: [],
  }
  const { result, project } = await built(plan, folder)
  expect(result.layers).toEqual([
    { name: 'Survey', geometry: 'MultiPolygon', count: 2 },
    { name: 'Survey (points)', geometry: 'Point', count: 1 },
    { name: 'Tasks', geometry: 'MultiPolygon', count: 1 },
  ])
  expect(project.layers[0]?.extent?.[0]).toBeCloseTo(85.3, 9)
  expect(rows(out, 'select name, seed_floors, floors from survey order by fid')).toEqual([
    { name: 'x', seed_floors: 'two', floors: null },
    { name: 'y', seed_floors: 'one', floors: null },
  ])
  expect(await namesIn(folder)).toEqual(['DCIM', 'audio', 'site.qgz', 'site_data.gpkg', 'site_tasks.gpkg'])
})

test('a basemap beside the project', async () => {
  const folder = await fresh()
  await mkdir(join(folder, 'source'))
  await python(
    `import sys
from osgeo import gdal, osr
image = gdal.GetDriverByName('GTiff').Create(sys.argv[1] + '/source/image.tif', 512, 512, 3)
reference = osr.SpatialReference(); reference.ImportFromEPSG(3857)
image.SetProjection(reference.ExportToWkt()); image.SetGeoTransform([9500000, 1, 0, 3200000, 0, -1])
image.GetRasterBand(1).Fill(200)
gdal.Translate(sys.argv[1] + '/base.mbtiles', image, format='MBTILES')`,
    folder,
  )
  await execa('rm', ['-r', join(folder, 'source')])
  const base = smallPlan()
  const plan: ProjectPlan = {
    ...base,
    layers: [{ kind: 'mbtiles', id: 'basemap_12121212', name: 'Basemap', file: 'base.mbtiles' }],
    relations: [],
    folders: [],
  }
  const { project } = await built(plan, folder)
  expect(project.layers).toMatchObject([
    { id: 'basemap_12121212', valid: true, customProperties: { 'QFieldSync/action': 'copy' } },
  ])
  expect(await namesIn(folder)).toEqual(['base.mbtiles', 'site.qgz'])
})
