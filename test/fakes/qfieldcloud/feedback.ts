import { randomUUID } from 'node:crypto'
import { fileOf } from '#test/fakes/qfieldcloud/qgis-file.ts'
import { qgisFileOf } from '#test/fakes/qfieldcloud/project-files.ts'
import type { JobType, Profile, Project } from '#test/fakes/qfieldcloud/state.ts'

/** How a job ended: what the worker container left behind. */
export interface Outcome {
  status: 'finished' | 'failed'
  feedback: Record<string, unknown>
  output: string
}

export interface Failure {
  /** Where it stopped; the job's main step when it is not told. */
  step?: string
  error: string
  error_type?: string
  error_class?: string
}

const names: Record<string, string> = {
  start_qgis_app: 'Start QGIS Application',
  download_project_directory: 'Download Project Directory',
  project_validity_check: 'Project Validity Check',
  opening_check: 'Opening Check',
  project_details: 'Project Details',
  generate_thumbnail_image: 'Generate Thumbnail Image',
  upload_thumbnail: 'Upload Thumbnail',
  stop_qgis_app: 'Stop QGIS Application',
  qgis_layers_data: 'QGIS Layers Data',
  package_project: 'Package Project',
  qfield_layer_data: 'Packaged Layers Data',
  upload_packaged_project: 'Upload Packaged Project',
  apply_deltas: 'Apply Deltas',
  upload_exported_project: 'Upload Project',
  create_project: 'Create Project',
}

const workflows: Record<JobType, { id: string; name: string; main: string; steps: string }> = {
  process_projectfile: {
    id: 'process_projectfile',
    name: 'Process Projectfile',
    main: 'opening_check',
    steps:
      'start_qgis_app download_project_directory project_validity_check opening_check project_details generate_thumbnail_image upload_thumbnail stop_qgis_app',
  },
  package: {
    id: 'package_project',
    name: 'Package Project',
    main: 'package_project',
    steps:
      'start_qgis_app download_project_directory qgis_layers_data package_project qfield_layer_data stop_qgis_app upload_packaged_project',
  },
  delta_apply: {
    id: 'apply_changes',
    name: 'Apply Changes',
    main: 'apply_deltas',
    steps: 'start_qgis_app download_project_directory apply_deltas stop_qgis_app upload_exported_project',
  },
  create_project: {
    id: 'create_project',
    name: 'Create Project',
    main: 'create_project',
    steps: 'create_project',
  },
}

/** A `feedback.json` and a log as the worker writes them, of a job that ended well or at a step. */
export function outcomeOf(
  profile: Profile,
  type: JobType,
  outputs: Record<string, unknown>,
  failure: Failure | null = null,
): Outcome {
  const { id, name, main, steps } = workflows[type]
  const ids = steps.split(' ').filter((step) => profile === '2026' || step !== 'upload_thumbnail')
  const failed = failure === null ? ids.length : ids.indexOf(failure.step ?? main)
  const log = ids.slice(0, failed + 1).map((step, at) => {
    const key = randomUUID()
    const said = at === failed ? `ERROR    ${failure?.error ?? ''}` : `INFO     ${names[step]}: done`
    return [
      `::<<<::${key} ${names[step]}`,
      `10:11:${12 + at}.345 ENTRYPNT  ${said}`,
      `::>>>::${key} ${at === failed ? 1 : 2}`,
      '',
    ].join('\n')
  })
  const feedback: Record<string, unknown> = {
    feedback_version: '2.0',
    workflow_version: '2.0',
    workflow_id: id,
    workflow_name: name,
    steps: ids.map((step, at) => ({
      id: step,
      name: names[step],
      stage: at < failed ? 2 : at === failed ? 1 : 0,
      returns:
        step === 'download_project_directory' && at < failed ? { tmp_project_dir: '/tmp/project' } : {},
    })),
    outputs,
  }
  if (failure !== null) {
    const { error, error_type = 'UNKNOWN', error_class = 'Exception' } = failure
    const stack = ['Traceback (most recent call last):\n', `${error_class}: ${error}\n`]
    Object.assign(feedback, { error, error_type, error_class, error_origin: 'container' })
    Object.assign(feedback, { error_stack: profile === '2024' ? stack : stack.join('') })
    Object.assign(feedback, { container_exit_code: 1 })
  }
  return { status: failure === null ? 'finished' : 'failed', feedback, output: log.join('') }
}

/** Layers of the project's QGIS file, as `qgis_layers_data` lists them: a file that is missing makes one invalid. */
export function layersOf(project: Project): Record<string, object> {
  const name = qgisFileOf(project)
  const layers = name === null ? [] : (project.files.get(name)?.at(-1)?.qgis?.layers ?? [])
  return Object.fromEntries(
    layers.map((layer) => {
      const file = fileOf(layer)
      const valid = file === null || project.files.has(file)
      return [
        layer.id,
        {
          id: layer.id,
          name: layer.name,
          crs: layer.crs,
          datasource: layer.datasource,
          filename: file === null ? '' : `/tmp/project/${file}`,
          provider_name: layer.provider,
          type_name: layer.type === 'raster' ? 'Raster' : 'Vector',
          qfs_action: null,
          qfs_cloud_action: null,
          qfs_unsupported_source_pk: null,
          is_localized: false,
          is_valid: valid,
          error_code: valid ? 'no_error' : 'invalid_dataprovider',
          error_summary: valid ? '' : `File "${file}" missing.`,
          error_message: '',
          provider_error_summary: '',
          provider_error_message: '',
        },
      ]
    }),
  )
}
