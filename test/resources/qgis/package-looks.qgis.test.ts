import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packages } from '#test/resources/qgis/pack.ts'
import { sound, xmlOf } from '#test/resources/qgis/packed.ts'
import { python } from '#test/resources/qgis/python.ts'

const packed = packages()

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9" fill="#d00"/></svg>'

describe('what layers look like', () => {
  test('symbols come along where the project names them', async () => {
    const made = await packed({
      texts: { 'svg/well.svg': svg },
      layers: [
        { name: 'a', kind: 'gpkg', features: 2, svg: 'svg/well.svg' },
        { name: 'b', kind: 'gpkg', features: 2, cloudAction: 'no_action' },
      ],
      replace: [],
    })
    sound(made)
    expect(made.files).toContain('svg/well.svg')
    expect(await xmlOf(made)).toContain('"./svg/well.svg"')
    expect(await readFile(join(made.out, 'svg/well.svg'), 'utf8')).toBe(svg)
  })

  test('an embedded symbol stays embedded', async () => {
    const embedded = `base64:${Buffer.from(svg).toString('base64')}`
    const made = await packed({ layers: [{ name: 'a', kind: 'gpkg', features: 2, svg: embedded }] })
    sound(made)
    expect(await xmlOf(made)).toContain(embedded)
  })
})

test('an image on the map comes along', async () => {
  const made = await packed({
    layers: [{ name: 'A', kind: 'gpkg', features: 1 }],
    texts: { 'pictures/logo.png': 'picture', 'pictures/other.png': 'other' },
    entries: [{ scope: 'Image', key: 'ImagePath', value: './pictures/logo.png' }],
  })
  sound(made)
  expect(made.files).toEqual(['data.gpkg', 'pictures/logo.png', 'site_qfield.qgz'])
  expect(await xmlOf(made)).toContain('./pictures/logo.png')
})

test('labels that were moved by hand stay where they were put', async () => {
  const made = await packed(
    { layers: [{ name: 'A', kind: 'gpkg', features: 3 }] },
    { mend: async (folder) => python(moveLabels, join(folder, 'site.qgz')) },
  )
  sound(made)
  expect(JSON.parse(await python(labelPlaces, made.project))).toEqual([51, 52, null])
})

const moveLabels = `
import os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import *
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.read(sys.argv[1])
[layer] = project.mapLayers().values()
labels = QgsPalLayerSettings()
labels.fieldName = 'name'
layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
layer.setAuxiliaryLayer(project.auxiliaryStorage().createAuxiliaryLayer(layer.fields().field('fid'), layer))
QgsAuxiliaryLayer.createProperty(QgsPalLayerSettings.PositionX, layer)
moved = layer.auxiliaryLayer()
moved.startEditing()
for key in (1, 2):
    feature = QgsFeature(moved.fields())
    feature['ASPK'], feature['labeling_positionx'] = str(key), 50.0 + key
    moved.addFeature(feature)
project.write()
os._exit(0)`

const labelPlaces = `
import json, os, sys
os.environ['QT_QPA_PLATFORM'] = 'offscreen'
from qgis.core import *
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.read(sys.argv[1])
[layer] = project.mapLayers().values()
print(json.dumps([each['auxiliary_storage_labeling_positionx'] for each in layer.getFeatures()], default=lambda _: None))
sys.stdout.flush()
os._exit(0)`
