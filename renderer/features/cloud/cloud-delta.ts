import type { DeltaRow } from '#renderer/features/folder/delta-row.ts'
import type { CloudDelta } from '#worker/api/cloud.ts'

/** A change as the server has it. */
export function rowOfCloud(delta: CloudDelta): DeltaRow {
  const { uuid, method, layerId, layerName, status, message } = delta
  const key = delta.new?.attributes?.['fid'] ?? delta.old?.attributes?.['fid']
  return {
    uuid,
    method,
    layerId,
    layer: layerName || layerId,
    pk: typeof key === 'number' || typeof key === 'string' ? String(key) : '',
    status,
    deed: 'applied',
    message,
    conflicts: [],
    strict: [],
    content: {
      uuid,
      localPk: '',
      sourcePk: '',
      localLayerId: layerId,
      sourceLayerId: layerId,
      localLayerName: layerName,
      method,
      ...(delta.old === null ? {} : { old: delta.old }),
      ...(delta.new === null ? {} : { new: delta.new }),
    },
    at: delta.updatedAt,
    by: delta.createdBy,
  }
}
