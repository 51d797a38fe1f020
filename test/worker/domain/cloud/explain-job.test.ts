import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { CloudJob } from '#worker/api/cloud.ts'
import { explainJob } from '#worker/domain/cloud/explain-job.ts'
import type { ServerJob } from '#worker/domain/cloud/hush-job.ts'
import { outcomeOf } from '#test/fakes/qfieldcloud/feedback.ts'

const words = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../resources/locales/en.findings.json'), 'utf8'),
) as Record<string, string>

function jobOf(given: Partial<ServerJob>): ServerJob {
  return {
    id: 'j1',
    projectId: 'p1',
    type: 'package',
    status: 'failed',
    createdAt: '2026-11-22T10:00:00Z',
    startedAt: '2026-11-22T10:00:05Z',
    finishedAt: null,
    updatedAt: '2026-11-22T10:00:20Z',
    feedback: null,
    log: null,
    ...given,
  }
}

const codesOf = (given: Partial<ServerJob>): string[] =>
  explainJob(jobOf(given)).findings.map(({ code }) => code)

function layerOf(given: object): Record<string, unknown> {
  return {
    id: 'wells_1',
    name: 'Wells',
    type_name: 'Vector',
    is_valid: false,
    error_code: 'invalid_dataprovider',
    error_summary: '',
    provider_error_summary: '',
    provider_name: 'ogr',
    filename: '',
    datasource: '',
    qfs_cloud_action: 'offline',
    qfs_unsupported_source_pk: null,
    ...given,
  }
}

const step = {
  id: 'download_project_directory',
  name: 'x',
  stage: 2,
  returns: { tmp_project_dir: '/tmp/x/files' },
}

/** Findings of a job whose project has this one layer. */
function ofLayer(given: object) {
  const { findings } = explainJob(
    jobOf({
      status: 'finished',
      feedback: {
        steps: [step],
        outputs: { qgis_layers_data: { layers_by_id: { wells_1: layerOf(given) } } },
      },
    }),
  )
  return findings.map(({ code, layerId, params }) => ({ code, layerId, ...params }))
}

test.each(['2024', '2026'] as const)('a job of %s that ended well has nothing to tell', (profile) => {
  const { feedback, output } = outcomeOf(profile, 'package', {})
  const job = explainJob(jobOf({ status: 'finished', feedback, log: output }))
  expect(job).toMatchObject({ failedStep: null, findings: [], log: output })
  expect(CloudJob.safeParse(job).success).toBe(true)
})

test.each(['2024', '2026'] as const)(
  'of a job of %s that failed the step and the server’s words are told',
  (profile) => {
    const failure = { step: 'package_project', error: 'The packaged QGIS project file\nis empty.' }
    const { feedback } = outcomeOf(profile, 'package', {}, failure)
    const { failedStep, findings } = explainJob(jobOf({ feedback }))
    expect(failedStep).toBe('package_project')
    expect(findings).toMatchObject([
      {
        code: 'cloudFailed',
        level: 'error',
        params: { step: 'Package Project', why: 'The packaged QGIS project file is empty.' },
      },
    ])
  },
)

test.each([
  ['TIMEOUT', 'cloudTimedOut'],
  ['DOCKER_ENGINE_SIGKILL', 'cloudKilled'],
  ['API_TOKEN_EXPIRED', 'cloudTokenExpired'],
  ['API_PAYMENT_REQUIRED', 'cloudPayment'],
  ['API_FORBIDDEN', 'cloudForbidden'],
  ['API_NOT_FOUND', 'cloudNotFound'],
  ['API_INTERNAL_SERVER_ERROR', 'cloudServerError'],
  ['API_OTHER', 'cloudServerError'],
  ['FILE_NOT_FOUND', 'cloudFileGone'],
  ['INVALID_PROJECT_FILE', 'cloudProjectFile'],
  ['UNKNOWN', 'cloudFailed'],
  ['SOMETHING_OF_TOMORROW', 'cloudFailed'],
])('%s is %s', (error_type, code) => {
  expect(codesOf({ feedback: { error: 'x', error_type } })).toEqual([code])
})

test.each([
  [{ error: 'x', error_origin: 'worker_wrapper' }, 'cloudStopped'],
  [{ error: 'Job unexpectedly terminated.', container_exit_code: -2 }, 'cloudStopped'],
  [{ error: 'x', container_exit_code: 137 }, 'cloudKilled'],
  [{ error: 'Failed to obtain the project extent.' }, 'emptyExtent'],
  [{ error: '', error_stack: ['AssertionError: area of interest'] }, 'areaInvalid'],
])('%j is %s', (feedback, code) => {
  expect(codesOf({ feedback })).toEqual([code])
})

test('a job that was killed is told from its log alone', () => {
  const log =
    '::<<<::m1 Start QGIS Application\n::>>>::m1 2\n::<<<::m2 QGIS Layers Data\n10:11:12.345 root      INFO     …\n'
  const timeout = `${log}\nTimeout error! The job failed to finish within 600 seconds!`
  expect(explainJob(jobOf({ log: timeout }))).toMatchObject({
    failedStep: 'qgis_layers_data',
    findings: [{ code: 'cloudTimedOut' }],
  })
  expect(explainJob(jobOf({ log }))).toMatchObject({ findings: [{ code: 'cloudStopped' }] })
  expect(explainJob(jobOf({ log: '::<<<::m1 A Step Of Tomorrow\n' })).failedStep).toBe('A Step Of Tomorrow')
  expect(explainJob(jobOf({}))).toMatchObject({ failedStep: null, findings: [{ code: 'cloudStopped' }] })
})

test('a check and a delta job that fail have consequences of their own', () => {
  const feedback = { error: 'x', error_type: 'TIMEOUT' }
  expect(codesOf({ type: 'process_projectfile', feedback })).toEqual(['cloudTimedOut', 'cloudDetailsLost'])
  expect(codesOf({ type: 'delta_apply', feedback })).toEqual(['cloudTimedOut', 'cloudChangesStopped'])
})

test('changes that a job could not apply are counted', () => {
  const delta_feedback = ['status_applied', 'status_conflict', 'status_apply_failed'].map((status) => ({
    status,
  }))
  const { feedback } = outcomeOf('2026', 'delta_apply', { apply_deltas: { delta_feedback } })
  const { findings } = explainJob(jobOf({ type: 'delta_apply', status: 'finished', feedback }))
  expect(findings).toMatchObject([{ code: 'cloudChangesLeft', params: { count: 2 } }])
})

test.each([
  [
    'a missing file, without the server’s folder',
    { error_summary: 'File "/tmp/x/files/data/wells.gpkg" missing.', filename: 'wells.gpkg' },
    { code: 'fileMissing', file: 'data/wells.gpkg' },
  ],
  [
    'a localized file',
    { error_code: 'localized_dataprovider', datasource: 'localized:borders.gpkg' },
    { code: 'localized', file: 'localized:borders.gpkg' },
  ],
  ['no provider', { error_code: 'missing_dataprovider' }, { code: 'missingProvider' }],
  [
    'a provider with words of its own',
    { filename: '/tmp/x/files/a.gpkg', provider_error_summary: 'no table wells' },
    { code: 'invalidProvider', file: 'a.gpkg', summary: 'no table wells' },
  ],
  ['no words at all', { error_code: 'invalid_layer' }, { code: 'invalidLayer', summary: 'none' }],
  [
    'a code of tomorrow',
    { error_code: 'broken_dataprovider', error_summary: 'odd' },
    { code: 'invalidLayer', summary: 'odd' },
  ],
  [
    'a host that the server names',
    { error_summary: 'Unable to connect to host "db.example.org".' },
    { code: 'cloudHost', name: 'db.example.org', summary: 'none' },
  ],
  [
    'a host that it keeps silent about',
    { datasource: `dbname='x' host=db.example.org port=5432 password='secret word'` },
    { code: 'cloudHost', name: 'db.example.org' },
  ],
  [
    'a host of the web',
    { datasource: `contextualWMSLegend=0&url=https://maps.example.org/wms?x=1` },
    { code: 'cloudHost', name: 'maps.example.org' },
  ],
  ['this computer', { datasource: `host='localhost' dbname='x'` }, { code: 'localhost', by: 'host' }],
  [
    'a service',
    { error_summary: 'Unable to connect to service "field".', datasource: `service='field'` },
    { code: 'cloudService', name: 'field' },
  ],
  [
    'a service without words',
    { datasource: `service='field' key='id'` },
    { code: 'cloudService', name: 'field' },
  ],
  [
    'no usable key',
    { is_valid: true, error_code: 'no_error', qfs_unsupported_source_pk: '1' },
    { code: 'noPrimaryKey' },
  ],
])('of a layer: %s', (_, layer, expected) => {
  expect(ofLayer(layer)).toMatchObject([{ layerId: 'wells_1', layer: 'Wells', ...expected }])
})

test('layers that a package lost or broke are told, those that are meant to go are not', () => {
  const good = { is_valid: true, error_code: 'no_error' }
  const before = {
    a: layerOf({ ...good, id: 'a', name: 'A' }),
    b: layerOf({ ...good, id: 'b', name: 'B' }),
    c: layerOf({ ...good, id: 'c', name: 'C', qfs_cloud_action: 'remove' }),
    d: layerOf({ id: 'd', name: 'D' }),
  }
  const after = { a: layerOf({ id: 'a', name: 'A' }), d: before.d }
  const { feedback } = outcomeOf('2026', 'package', {
    qgis_layers_data: { layers_by_id: before },
    qfield_layer_data: { layers_by_id: after },
  })
  const { findings } = explainJob(jobOf({ status: 'finished', feedback }))
  expect(findings.map(({ code, layerId }) => [code, layerId])).toEqual([
    ['invalidProvider', 'd'],
    ['invalidProvider', 'a'],
    ['packageLeftOut', 'b'],
  ])
})

test('a broken layer comes before what the server could not name, and after what it could', () => {
  const outputs = { qgis_layers_data: { layers_by_id: { wells_1: layerOf({}) } } }
  expect(codesOf({ feedback: { outputs, error: 'x' } })).toEqual(['invalidProvider', 'cloudFailed'])
  expect(codesOf({ feedback: { outputs, error: 'x', error_type: 'TIMEOUT' } })).toEqual([
    'cloudTimedOut',
    'invalidProvider',
  ])
})

test('no password of a data source, a message or a log is in it', () => {
  const secret = 'hunter2hunter2'
  const job = explainJob(
    jobOf({
      feedback: {
        error: `could not connect: password=${secret}`,
        outputs: {
          qgis_layers_data: {
            layers_by_id: {
              wells_1: layerOf({
                datasource: `host=db password='${secret}'`,
                provider_error_summary: `postgres://ana:${secret}@db/x`,
              }),
            },
          },
        },
      },
      log: `10:11:12.345 root      ERROR    password="${secret}"`,
    }),
  )
  expect(JSON.stringify(job)).not.toContain(secret)
})

test('takes any feedback and log, and what it finds has words that can be said', () => {
  const feedback = fc.oneof(
    fc.jsonValue(),
    fc.record({
      error: fc.string(),
      error_type: fc.constantFrom('TIMEOUT', 'UNKNOWN', 'API_FORBIDDEN', ''),
      outputs: fc.record({
        qgis_layers_data: fc.record({
          layers_by_id: fc.dictionary(
            fc.constantFrom('a', 'b'),
            fc
              .record({
                error_code: fc.constantFrom('no_error', 'invalid_layer', 'invalid_dataprovider', 'odd'),
                error_summary: fc.constantFrom('', 'File "x" missing.', 'Unable to connect to host "h".'),
                datasource: fc.constantFrom('', "service='s'", 'host=localhost', 'https://x.org'),
                is_valid: fc.boolean(),
              })
              .map((layer) => layerOf(layer)),
          ),
        }),
      }),
    }),
  )
  const status = fc.constantFrom('failed' as const, 'finished' as const)
  fc.assert(
    fc.property(feedback, fc.option(fc.string()), status, (value, log, state) => {
      const job = explainJob(jobOf({ feedback: value, log, status: state }))
      expect(CloudJob.safeParse(job).success).toBe(true)
      for (const { code, params } of job.findings)
        for (const part of ['what', 'means', 'mend'])
          expect(new IntlMessageFormat(words[`finding.${code}.${part}`] ?? '', 'en').format(params)).not.toBe(
            '',
          )
    }),
  )
})
