import type { Feedback } from '#worker/api/feedback.ts'

export type WorkflowId = Feedback['workflow_id']

export interface WorkflowStep {
  id: string
  name: string
}

/** A job type as QFieldCloud's worker runs it; ids and names are those of its feedback and its log. */
export interface Workflow {
  id: WorkflowId
  name: string
  steps: readonly WorkflowStep[]
}

const start = { id: 'start_qgis_app', name: 'Start QGIS Application' }
const download = { id: 'download_project_directory', name: 'Download Project Directory' }
const stop = { id: 'stop_qgis_app', name: 'Stop QGIS Application' }

/**
 * The workflows of version 2.0, by id, steps in the order in which they run: `process_projectfile` checks,
 * `package_project` packages, `apply_changes` applies deltas.
 */
export const workflows: { [id in WorkflowId]: Workflow & { id: id } } = {
  process_projectfile: {
    id: 'process_projectfile',
    name: 'Process Projectfile',
    steps: [
      start,
      download,
      { id: 'project_validity_check', name: 'Project Validity Check' },
      { id: 'opening_check', name: 'Opening Check' },
      { id: 'project_details', name: 'Project Details' },
      { id: 'generate_thumbnail_image', name: 'Generate Thumbnail Image' },
      { id: 'upload_thumbnail', name: 'Upload Thumbnail Image' },
      stop,
    ],
  },
  package_project: {
    id: 'package_project',
    name: 'Package Project',
    steps: [
      start,
      download,
      { id: 'qgis_layers_data', name: 'QGIS Layers Data' },
      { id: 'package_project', name: 'Package Project' },
      { id: 'qfield_layer_data', name: 'Packaged Layers Data' },
      stop,
      { id: 'upload_packaged_project', name: 'Upload Packaged Project' },
    ],
  },
  apply_changes: {
    id: 'apply_changes',
    name: 'Apply Changes',
    steps: [
      start,
      download,
      { id: 'apply_deltas', name: 'Apply Deltas' },
      stop,
      { id: 'upload_exported_project', name: 'Upload Project' },
    ],
  },
}

export function stepsOf(id: WorkflowId): readonly WorkflowStep[] {
  return workflows[id].steps
}
