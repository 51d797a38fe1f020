import { describe, expect, test } from 'vitest'
import { readProject } from '#test/resources/qgis/call.ts'
import { packages } from '#test/resources/qgis/pack.ts'
import { filesOf, sound, xmlOf } from '#test/resources/qgis/packed.ts'

const packed = packages()

describe('files of one name from two folders', () => {
  test('both come along', async () => {
    const made = await packed({
      layers: [
        { name: 'A', kind: 'gpkg', file: 'a/x.gpkg', table: 'x', cloudAction: 'no_action', features: 2 },
        {
          name: 'B',
          kind: 'gpkg',
          file: 'b/x.gpkg',
          table: 'x',
          cloudAction: 'copy',
          geometry: 'Polygon',
          features: 3,
        },
        {
          name: 'C',
          kind: 'gpkg',
          file: 'b/x.gpkg',
          table: 'x',
          cloudAction: 'no_action',
          geometry: 'Polygon',
          filter: '"name" = \'f1\'',
        },
      ],
    })
    sound(made)
    expect(made.files).toEqual(['site_qfield.qgz', 'x.gpkg', 'x_1.gpkg'])
    expect(filesOf(made)).toEqual([
      ['A', 'x.gpkg', 2],
      ['B', 'x_1.gpkg', 3],
      ['C', 'x_1.gpkg', 1],
    ])
    expect(made.audit.layers.map(({ geometry }) => geometry)).toEqual(['Point', 'Polygon', 'Polygon'])
  })

  test('Shapefiles bring all that belongs to them', async () => {
    const made = await packed({
      layers: [
        { name: 'A', kind: 'shp', file: 'a/Ort.shp', features: 2 },
        { name: 'B', kind: 'shp', file: 'b/ort.shp', geometry: 'Polygon', features: 3 },
      ],
    })
    sound(made)
    // No key that the server could use: as they are, and read-only.
    expect(made.judged.layers.map(({ action, readOnly }) => [action, readOnly])).toEqual([
      ['no_action', true],
      ['no_action', true],
    ])
    expect(made.files).toEqual(
      [
        ...['cpg', 'dbf', 'prj', 'shp', 'shx'].flatMap((end) => [`Ort.${end}`, `ort_1.${end}`]),
        'site_qfield.qgz',
      ].sort(),
    )
    expect(filesOf(made)).toEqual([
      ['A', 'Ort.shp', 2],
      ['B', 'ort_1.shp', 3],
    ])
    const [layer] = (await readProject(made.project)).layers
    expect(layer).toMatchObject({
      readOnly: true,
      customProperties: { 'QFieldSync/unsupported_source_pk': '1' },
    })
    expect(layer?.customProperties).not.toHaveProperty('remoteLayerId')
  })

  test('a user’s own data.gpkg makes way for the offline layers', async () => {
    const made = await packed({
      layers: [
        {
          name: 'mine',
          kind: 'gpkg',
          file: 'data.gpkg',
          table: 'mine',
          cloudAction: 'no_action',
          features: 4,
        },
        { name: 'other', kind: 'gpkg', file: 'other.gpkg', features: 2 },
      ],
    })
    sound(made)
    expect(filesOf(made)).toEqual([
      ['mine', 'data_1.gpkg', 4],
      ['other', 'data.gpkg', 2],
    ])
    expect(made.planned.findings).toMatchObject([
      { code: 'packageRenamed', params: { file: 'data.gpkg', name: 'data_1.gpkg' } },
    ])
  })

  test('a user’s own data.gpkg keeps its name where there is no offline layer', async () => {
    const made = await packed({
      layers: [
        {
          name: 'mine',
          kind: 'gpkg',
          file: 'data.gpkg',
          table: 'mine',
          cloudAction: 'no_action',
          features: 4,
        },
      ],
    })
    sound(made)
    expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz'])
  })
})

describe('what goes with a project', () => {
  test('plugin and translations have the packaged project’s name', async () => {
    const made = await packed({
      texts: {
        'site.qml': 'import QtQuick\nItem {}\n',
        'site_fr.qm': 'x',
        'other.qml': '<qgis/>',
        'notes.txt': '',
      },
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
    })
    sound(made)
    expect(made.files).toEqual(['data.gpkg', 'site_qfield.qgz', 'site_qfield.qml', 'site_qfield_fr.qm'])
  })

  test('nobody’s name or folder is told', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
      entries: [{ scope: 'Digitizing', key: 'LastFolder', value: '/home/ana/Secret project/photos' }],
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).not.toContain('/home/ana')
    expect(xml).not.toContain(made.folder)
    expect(xml).not.toMatch(/saveUser/)
  })

  test('default values are the form’s business, and layers are edited apart', async () => {
    const made = await packed({
      layers: [{ name: 'a', kind: 'gpkg', features: 1 }],
      replace: [
        ['<autotransaction active="0"', '<autotransaction active="1"'],
        ['<evaluateDefaultValues active="0"', '<evaluateDefaultValues active="1"'],
      ],
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).toContain('<autotransaction active="0"')
    expect(xml).toContain('<evaluateDefaultValues active="0"')
  })
})

describe('what stays at home', () => {
  test('removed layers, their groups and their relations', async () => {
    const made = await packed({
      layers: [
        { name: 'parent', kind: 'gpkg', fields: [{ name: 'uuid' }], features: 2 },
        { name: 'child', kind: 'gpkg', fields: [{ name: 'parent' }], features: 2, cloudAction: 'remove' },
        { name: 'extra', kind: 'gpkg', features: 2 },
      ],
      relations: [{ id: 'r', parent: 'parent', child: 'child', parentField: 'uuid', childField: 'parent' }],
      groups: { Gone: ['child'], Kept: ['parent'] },
    })
    sound(made)
    const xml = await xmlOf(made)
    expect(xml).not.toContain('Gone')
    expect(xml).toContain('Kept')
    expect((await readProject(made.project)).relations).toEqual([])
    expect(made.judged.layers.map(({ action, file }) => [action, file])).toEqual([
      ['offline', 'data.gpkg'],
      ['remove', null],
      ['offline', 'data.gpkg'],
    ])
  })
})

test('by cable the cable’s actions count, and no keys are asked for', async () => {
  const made = await packed(
    {
      layers: [
        { name: 'shape', kind: 'shp', features: 3, action: 'offline', cloudAction: 'no_action' },
        { name: 'kept', kind: 'gpkg', features: 2, action: 'keep_existent' },
        { name: 'gone', kind: 'gpkg', features: 2, action: 'remove' },
      ],
    },
    { actions: 'cable' },
  )
  sound(made)
  expect(made.judged.layers.map(({ action, file, readOnly }) => [action, file, readOnly])).toEqual([
    ['offline', 'data.gpkg', false],
    ['keep_existent', 'kept.gpkg', false],
    ['remove', null, false],
  ])
})
