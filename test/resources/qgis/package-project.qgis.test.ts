import { expect, test } from 'vitest'
import { packages } from '#test/resources/qgis/pack.ts'

const packed = packages()

test('takes features of a GeoPackage along, under the layer’s id, form and key', async () => {
  const { judged, files, planned, audit, ids } = await packed({
    layers: [{ name: 'Wells', kind: 'gpkg', features: 7 }],
  })
  expect(judged.error).toBeNull()
  expect(judged.lines).toEqual([])
  expect(files).toEqual(['data.gpkg', 'site_qfield.qgz'])
  expect(judged.layers).toEqual([
    {
      id: ids['Wells'],
      name: 'Wells',
      action: 'offline',
      file: 'data.gpkg',
      table: 'wells',
      expected: 7,
      packaged: 7,
      isOnline: false,
      readOnly: false,
    },
  ])
  expect(planned.plan.layers[0]?.primaryKey).toBe('fid')
  expect(audit.outside).toEqual([])
})
