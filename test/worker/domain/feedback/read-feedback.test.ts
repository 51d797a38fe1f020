import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFeedback } from '#worker/domain/feedback/read-feedback.ts'

const layer = {
  id: 'wells_1',
  name: 'Wells',
  type_name: 'VectorLayer',
  is_valid: false,
  error_code: 'invalid_dataprovider',
  error_summary: 'File "/tmp/x/files/wells.gpkg" missing.',
  provider_error_summary: null,
  provider_name: null,
  filename: 'wells.gpkg',
  datasource: './wells.gpkg',
  qfs_cloud_action: 'offline',
  qfs_unsupported_source_pk: '1',
}

test('a package job of 2024 that failed: stack as lines, layers before', () => {
  const feedback = readFeedback({
    feedback_version: '2.0',
    workflow_id: 'package_project',
    workflow_name: 'Package Project',
    steps: [
      {
        id: 'download_project_directory',
        name: 'Download Project Directory',
        stage: 2,
        returns: { tmp_project_dir: '/tmp/x/files' },
      },
      { id: 'qgis_layers_data', name: 'QGIS Layers Data', stage: 2, returns: {} },
      { id: 'package_project', name: 'Package Project', stage: 1, returns: {} },
      { id: 'a_step_of_tomorrow', name: 'New', stage: 0 },
    ],
    outputs: { qgis_layers_data: { layers_by_id: { wells_1: layer } } },
    error: 'The packaged QGIS project file is empty.',
    error_type: 'UNKNOWN',
    error_class: 'Exception',
    error_origin: 'container',
    error_stack: ['File "a.py"\n', 'File "b.py"\n'],
  })
  expect(feedback).toEqual({
    workflow: 'package_project',
    steps: [
      { id: 'download_project_directory', name: 'Download Project Directory', stage: 2 },
      { id: 'qgis_layers_data', name: 'QGIS Layers Data', stage: 2 },
      { id: 'package_project', name: 'Package Project', stage: 1 },
      { id: 'a_step_of_tomorrow', name: 'New', stage: 0 },
    ],
    failedStep: { id: 'package_project', name: 'Package Project' },
    folder: '/tmp/x/files',
    error: {
      message: 'The packaged QGIS project file is empty.',
      type: 'UNKNOWN',
      class: 'Exception',
      origin: 'container',
      stack: 'File "a.py"\nFile "b.py"\n',
      exitCode: null,
    },
    layers: {
      wells_1: {
        id: 'wells_1',
        name: 'Wells',
        isValid: false,
        errorCode: 'invalid_dataprovider',
        errorSummary: 'File "/tmp/x/files/wells.gpkg" missing.',
        providerErrorSummary: '',
        typeName: 'VectorLayer',
        provider: '',
        filename: 'wells.gpkg',
        datasource: './wells.gpkg',
        cloudAction: 'offline',
        unsupportedPrimaryKey: true,
      },
    },
    packagedLayers: null,
    deltas: [],
  })
})

test('a stack of 2026 is one text', () => {
  expect(readFeedback({ error: 'x', error_stack: 'a\nb' })?.error?.stack).toBe('a\nb')
})

test('out of memory and time-outs come without steps', () => {
  expect(
    readFeedback({
      error: 'Docker engine sigkill.',
      error_type: 'DOCKER_ENGINE_SIGKILL',
      error_origin: 'container',
      container_exit_code: 137,
    }),
  ).toMatchObject({ steps: [], failedStep: null, error: { type: 'DOCKER_ENGINE_SIGKILL', exitCode: 137 } })
})

test('project details stand among the outputs, or among what the step returned', () => {
  const project_details = { layers_by_id: { wells_1: layer } }
  const outputs = readFeedback({ outputs: { project_details: { project_details } } })
  const returned = readFeedback({
    steps: [{ id: 'project_details', stage: 2, returns: { project_details } }],
  })
  expect(outputs?.layers?.['wells_1']?.name).toBe('Wells')
  expect(returned?.layers).toEqual(outputs?.layers)
})

test('layers after packaging and the verdicts on deltas', () => {
  const feedback = readFeedback({
    outputs: {
      qfield_layer_data: { layers_by_id: { wells_1: { ...layer, is_valid: true } } },
      apply_deltas: { delta_feedback: [{ delta_id: 'd1', status: 'status_applied' }] },
    },
  })
  expect(feedback?.packagedLayers?.['wells_1']?.isValid).toBe(true)
  expect(feedback?.deltas).toEqual([{ delta_id: 'd1', status: 'status_applied' }])
  expect(feedback?.error).toBeNull()
})

test('any JSON is read or refused, never thrown at', () => {
  const outputs = fc.dictionary(
    fc.constantFrom('project_details', 'qgis_layers_data', 'apply_deltas'),
    fc.jsonValue(),
  )
  const near = fc.record({
    steps: fc.jsonValue(),
    outputs,
    error: fc.jsonValue(),
    error_stack: fc.jsonValue(),
  })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), near), (value) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
      expect(readFeedback(value) === null).toBe(!isObject)
    }),
  )
})
