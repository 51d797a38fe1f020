import type { LayerField, ProjectLayer } from '#worker/api/projects.ts'
import { wkbCode } from '#worker/domain/feedback/wkb-code.ts'

/** QGIS' number and, from 3.30 on, its name for each type of layer. */
const types: Record<ProjectLayer['type'], [number | null, string]> = {
  vector: [0, 'Vector'],
  raster: [1, 'Raster'],
  plugin: [2, 'Plugin'],
  mesh: [3, 'Mesh'],
  vectortile: [4, 'VectorTile'],
  annotation: [5, 'Annotation'],
  pointcloud: [6, 'PointCloud'],
  group: [7, 'Group'],
  other: [null, 'Unknown'],
}

/** QGIS' name for a type of layer, as QFieldCloud prints it. */
export function typeName(type: ProjectLayer['type']): string {
  return types[type][1]
}

/**
 * Layers by id as QFieldCloud's worker describes them in `layers_by_id`. What only the server's own QFieldSync
 * properties would say (`qfs_is_geometry_locked`, `qfs_photo_naming`) is null, as of layers without them.
 */
export function layersData(layers: readonly ProjectLayer[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(layers.map((layer) => [layer.id, layerData(layer)]))
}

function layerData(layer: ProjectLayer): Record<string, unknown> {
  const isVector = layer.type === 'vector'
  const [type, name] = types[layer.type]
  return {
    id: layer.id,
    name: layer.name,
    crs: layer.crs,
    wkb_type: isVector ? wkbCode(layer.geometry) : null,
    wkb_type_name: isVector ? layer.geometry : null,
    qfs_action: layer.action,
    qfs_cloud_action: layer.cloudAction,
    qfs_is_geometry_locked: null,
    qfs_photo_naming: null,
    qfc_source_data_pk_name: isVector ? (layer.primaryKey ?? '') : null,
    qfs_unsupported_source_pk: layer.unsupportedPrimaryKey ? '1' : null,
    is_valid: layer.isValid,
    is_localized: layer.isLocalized,
    datasource: layer.source,
    type,
    type_name: name,
    error_code: layer.errorCode,
    error_summary: layer.errorSummary,
    error_message: layer.errorMessage,
    filename: layer.file ?? '',
    provider_name: layer.provider,
    provider_error_summary: layer.isValid ? null : layer.providerErrorSummary,
    provider_error_message: layer.isValid ? null : layer.providerErrorMessage,
    fields: isVector ? layer.fields.map(fieldData) : null,
  }
}

function fieldData(field: LayerField): Record<string, unknown> {
  return {
    name: field.name,
    alias: field.alias,
    type: field.type,
    length: field.length,
    precision: field.precision,
    is_not_null: field.isNotNull,
    is_unique: field.isUnique,
    default_value: field.defaultValue,
    widget_type: field.widget,
  }
}
