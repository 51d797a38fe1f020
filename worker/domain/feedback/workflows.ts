import type { Feedback } from '#worker/api/feedback.ts'

/** A job type as QFieldCloud's worker runs it; ids and names are those of its feedback and its log. */
export interface Workflow {
  id: Feedback['workflow_id']
  name: string
  steps: readonly { id: string; name: string }[]
}

const start = { id: 'start_qgis_app', name: 'Start QGIS Application' } as const
const download = { id: 'download_project_directory', name: 'Download Project Directory' } as const
const stop = { id: 'stop_qgis_app', name: 'Stop QGIS Application' } as const

/**
 * The workflows of version 2.0, by id, steps in the order in which they run: `process_projectfile` checks,
 * `package_project` packages, `apply_changes` applies deltas.
 */
export const workflows = {
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
} as const satisfies { [id in Feedback['workflow_id']]: Workflow & { id: id } }
