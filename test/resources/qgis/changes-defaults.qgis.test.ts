import { expect, test } from 'vitest'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

/** Prints, for every way to send values, what QGIS makes of them and what we do. */
const compare = `
import itertools, json, os, sys
from qgis.core import QgsApplication, QgsGeometry, QgsProject, QgsVectorLayerUtils
application = QgsApplication([], False)
application.initQgis()
import jail
from new_feature import new_feature
from target import Target
from transactions import Transactions
project = QgsProject.instance()
with jail.around(os.path.dirname(sys.argv[1])) as bounds:
    project.read(sys.argv[1])
target = Target(project, sys.argv[2], Transactions(), bounds)
place = QgsGeometry.fromWkt('Point (1 2)')
names = ('fid', 'name', 'code', 'label')
values = ((..., 1, 77, '1'), (..., None, 'a'), (..., None, 'x', 'free'), (..., 'own'))
pairs = []
for picked in itertools.product(*values):
    sent = {target.layer.fields().indexFromName(name): value for name, value in zip(names, picked) if value is not ...}
    theirs = QgsVectorLayerUtils.createFeature(target.layer, place, dict(sent))
    ours = new_feature(target, place, sent)
    assert theirs.geometry().equals(ours.geometry())
    pairs.append([[str(value) for value in each.attributes()] for each in (theirs, ours)])
print(json.dumps(pairs), flush=True)
os._exit(0)
`

test('a new feature is the one that QGIS makes, whatever was sent', async () => {
  const id = 'wells_11111111111'
  const { project } = await makeProject({
    out: path('site'),
    file: 'site.qgs',
    layers: [
      {
        name: 'wells',
        kind: 'gpkg',
        id,
        fields: [
          { name: 'name', default: "'unnamed'" },
          { name: 'code', default: "'x'", unique: true },
          { name: 'label', default: '"name" || coalesce("fid", 0)' },
        ],
        features: [{ wkt: 'Point (1 1)', values: { name: 'a', code: 'x' } }],
      },
    ],
  })
  const pairs = JSON.parse(await python(compare, project, id)) as [string[], string[]][]
  expect(pairs).toHaveLength(4 * 3 * 4 * 2)
  expect(pairs.map(([, ours]) => ours)).toEqual(pairs.map(([theirs]) => theirs))
})
