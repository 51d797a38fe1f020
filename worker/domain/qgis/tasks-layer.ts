import { hiddenField } from '#worker/domain/qgis/field-plan.ts'
import type { VectorLayerPlan } from '#worker/domain/qgis/plan.ts'

const blue = '#4285f4'

/** The task areas, to be seen and not touched; the tasks pass has written their table. */
export function tasksLayer(id: string): VectorLayerPlan {
  const taskId = { ...hiddenField('task_id', 'text', null), readOnly: true }
  return {
    kind: 'vector',
    id,
    name: 'tasks',
    role: 'tasks',
    file: 'tasks.gpkg',
    table: 'tasks',
    geometry: 'MultiPolygon',
    existing: true,
    fields: [{ ...taskId, widget: { type: 'TextEdit', config: {} } }],
    rows: [],
    form: [],
    displayExpression: 'coalesce("task_id", $id)',
    private: false,
    readOnly: true,
    identifiable: false,
    searchable: true,
    cableAction: 'copy',
    cloudAction: 'no_action',
    properties: {},
    style: { kind: 'outline', color: blue, width: 1.2 },
    label: { expression: 'coalesce("task_id", $id)', bold: true, color: blue, size: 10 },
  }
}
