import { expect, test } from 'vitest'
import { layerTable } from '#worker/domain/feedback/layer-table.ts'
import { layerOf } from '#test/worker/domain/project/opened.ts'

test('columns are as wide as their widest cell, headings have room', () => {
  const table = layerTable([
    layerOf({ id: 'wells_0123456789' }),
    layerOf({
      id: 'a',
      name: 'Straßen und Wege',
      type: 'raster',
      isValid: false,
      errorCode: 'invalid_dataprovider',
      errorSummary: 'File "/data/roads.tif" missing.',
      providerErrorSummary: 'Cannot open\n roads.tif',
    }),
  ])
  expect(table).toBe(`\
Layer Name        Layer Id    Type    Is Valid    Status                Error Summary                    Provider Summary
----------------  ----------  ------  ----------  --------------------  -------------------------------  ---------------------
Wells             ...456789   Vector  True        no_error
Straßen und Wege  ...a        Raster  False       invalid_dataprovider  File "/data/roads.tif" missing.  Cannot open roads.tif`)
})

test('a project without layers has the headings alone', () => {
  expect(layerTable([])).toBe(`\
Layer Name    Layer Id    Type    Is Valid    Status    Error Summary    Provider Summary
------------  ----------  ------  ----------  --------  ---------------  ------------------`)
})
