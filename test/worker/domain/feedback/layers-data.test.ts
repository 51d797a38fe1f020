import { expect, test } from 'vitest'
import { layersData } from '#worker/domain/feedback/layers-data.ts'
import { layerOf } from '#test/worker/domain/project/opened.ts'

const field = {
  name: 'depth',
  alias: 'Depth',
  type: 'Integer64',
  length: 0,
  precision: 0,
  isNotNull: true,
  isUnique: false,
  defaultValue: '0',
  widget: 'Range',
}

test('a vector layer, key by key', () => {
  expect(layersData([layerOf({ geometry: 'PointZ', cloudAction: 'offline', fields: [field] })])).toEqual({
    wells_1: {
      id: 'wells_1',
      name: 'Wells',
      crs: 'EPSG:4326',
      wkb_type: 1001,
      wkb_type_name: 'PointZ',
      qfs_action: null,
      qfs_cloud_action: 'offline',
      qfs_is_geometry_locked: null,
      qfs_photo_naming: null,
      qfc_source_data_pk_name: 'fid',
      qfs_unsupported_source_pk: null,
      is_valid: true,
      is_localized: false,
      datasource: './wells.gpkg|layername=wells',
      type: 0,
      type_name: 'Vector',
      error_code: 'no_error',
      error_summary: '',
      error_message: '',
      filename: 'wells.gpkg',
      provider_name: 'ogr',
      provider_error_summary: null,
      provider_error_message: null,
      fields: [
        {
          name: 'depth',
          alias: 'Depth',
          type: 'Integer64',
          length: 0,
          precision: 0,
          is_not_null: true,
          is_unique: false,
          default_value: '0',
          widget_type: 'Range',
        },
      ],
    },
  })
})

test('no key is the empty name, as the server looks for it; of a raster it is not asked', () => {
  const { wells, tiles } = layersData([
    layerOf({ id: 'wells', primaryKey: null, unsupportedPrimaryKey: true }),
    layerOf({ id: 'tiles', type: 'raster', provider: 'wms', geometry: '', file: null, primaryKey: null }),
  ])
  expect(wells).toMatchObject({ qfc_source_data_pk_name: '', qfs_unsupported_source_pk: '1' })
  expect(tiles).toMatchObject({
    qfc_source_data_pk_name: null,
    wkb_type: null,
    filename: '',
    type_name: 'Raster',
    fields: null,
  })
})

test('an invalid layer tells its errors', () => {
  const error = {
    errorCode: 'invalid_dataprovider',
    errorSummary: 'File "x.gpkg" missing.',
    providerErrorSummary: 'no such file',
    providerErrorMessage: 'no such file: x.gpkg',
  } as const
  expect(layersData([layerOf({ id: 'x', isValid: false, ...error })])['x']).toMatchObject({
    is_valid: false,
    error_code: 'invalid_dataprovider',
    error_summary: 'File "x.gpkg" missing.',
    provider_error_summary: 'no such file',
    provider_error_message: 'no such file: x.gpkg',
  })
})
