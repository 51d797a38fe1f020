import { expect, test } from 'vitest'
import { Feedback } from '#worker/api/feedback.ts'
import { createRecord } from '#worker/domain/feedback/record.ts'

/** A record whose clock moves one millisecond a look, and whose step marks are u1, u2 … */
function startRecord() {
  let at = Date.UTC(2026, 7, 21, 10, 11, 12, 344)
  let marks = 0
  return createRecord('package_project', {
    now: () => ++at,
    uuid: () => `u${String(++marks)}`,
    hide: (text) => text.replaceAll('s3cret', '***'),
  })
}

test('before it begins every step is at stage 0', () => {
  const feedback = startRecord().feedback()
  expect(Feedback.parse(feedback)).toEqual({
    feedback_version: '2.0',
    workflow_version: '2.0',
    workflow_id: 'package_project',
    workflow_name: 'Package Project',
    steps: [
      { id: 'start_qgis_app', name: 'Start QGIS Application', stage: 0, returns: {} },
      { id: 'download_project_directory', name: 'Download Project Directory', stage: 0, returns: {} },
      { id: 'qgis_layers_data', name: 'QGIS Layers Data', stage: 0, returns: {} },
      { id: 'package_project', name: 'Package Project', stage: 0, returns: {} },
      { id: 'qfield_layer_data', name: 'Packaged Layers Data', stage: 0, returns: {} },
      { id: 'stop_qgis_app', name: 'Stop QGIS Application', stage: 0, returns: {} },
      { id: 'upload_packaged_project', name: 'Upload Packaged Project', stage: 0, returns: {} },
    ],
    outputs: {},
  })
})

test('steps, outputs and lines of a run', () => {
  const record = startRecord()
  record.enter('start_qgis_app')
  record.log('root', 'INFO', 'QGIS 3.22.16')
  record.leave({ qgis_version: '3.22.16' })
  record.enter('qgis_layers_data')
  record.log('QGSMSGLOG', 'WARNING', 'one\ntwo')
  record.output('layers_by_id', { a: { name: 'Wells' } })

  const { steps, outputs } = record.feedback()
  expect(steps.map((step) => step.stage)).toEqual([2, 0, 1, 0, 0, 0, 0])
  expect(steps[0]?.returns).toEqual({ qgis_version: '3.22.16' })
  expect(outputs).toEqual({ qgis_layers_data: { layers_by_id: { a: { name: 'Wells' } } } })
  expect(record.text()).toBe(`\
::<<<::u1 Start QGIS Application
10:11:12.345 root      INFO     QGIS 3.22.16
::>>>::u1 2
::<<<::u2 QGIS Layers Data
10:11:12.346 QGSMSGLOG WARNING  one
two
`)
})

test('a failure closes its step with 1 and leaves the stages after it at 0', () => {
  const record = startRecord()
  record.enter('start_qgis_app')
  record.fail({ message: 'No s3cret here', type: 'UNKNOWN', class: 'AppError', stack: 'at s3cret.py:1' })
  record.fail({ message: 'later', type: 'TIMEOUT', class: 'Other', stack: '' })
  expect(Feedback.parse(record.feedback())).toMatchObject({
    error: 'No *** here',
    error_type: 'UNKNOWN',
    error_class: 'AppError',
    error_origin: 'container',
    error_stack: 'at ***.py:1',
    steps: [{ stage: 1 }, { stage: 0 }, { stage: 0 }, { stage: 0 }, { stage: 0 }, { stage: 0 }, { stage: 0 }],
  })
  expect(record.text()).toBe(`\
::<<<::u1 Start QGIS Application
10:11:12.345 ENTRYPNT  ERROR    No *** here
at ***.py:1
::>>>::u1 1
10:11:12.346 ENTRYPNT  ERROR    later
`)
})

test('no secret gets into any part, and what is no JSON is named', () => {
  const record = startRecord()
  record.enter('package_project')
  record.output('deep', {
    list: ['s3cret', { when: new Date(0), nothing: undefined }],
    big: 1n,
    not: Number.NaN,
  })
  record.output('map', new Map([['s3cret', 's3cret']]))
  record.log('PROCPRJ', 'INFO', 'is s3cret')
  record.leave({ dir: '/tmp/s3cret', run: () => 's3cret' })
  expect(record.feedback()).toMatchObject({
    outputs: {
      package_project: {
        deep: {
          list: ['***', { when: '<non-serializable: Date>' }],
          big: '<non-serializable: bigint>',
          not: '<non-serializable: number>',
        },
        map: '<non-serializable: Map>',
      },
    },
  })
  expect(JSON.stringify(record.feedback()) + record.text()).not.toContain('s3cret')
})

test('a step within a step, an end without a beginning and an unknown step are refused', () => {
  const record = startRecord()
  expect(() => record.leave()).toThrow('No step')
  expect(() => record.output('a', 1)).toThrow('No step')
  expect(() => record.enter('apply_deltas')).toThrow('no step "apply_deltas"')
  record.enter('start_qgis_app')
  expect(() => record.enter('stop_qgis_app')).toThrow('"start_qgis_app" still runs')
})

test('whatever much QGIS prints, it is kept', () => {
  const record = startRecord()
  record.log('QGSSTDERR', 'WARNING', 'again\n'.repeat(300_000))
  expect(record.text().split('\n')).toHaveLength(300_002)
})
