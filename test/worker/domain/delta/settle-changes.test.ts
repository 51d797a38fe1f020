import { describe, expect, test } from 'vitest'
import { deltaFeedback } from '#worker/domain/delta/delta-feedback.ts'
import { planChanges } from '#worker/domain/delta/plan-changes.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { settleChanges } from '#worker/domain/delta/settle-changes.ts'
import { delta, deltaFile, kept, uuidOf } from '#test/worker/domain/delta/deltas.ts'

const before = kept(delta(2))
const planned = planChanges({
  files: [deltaFile([delta(1), delta(2), delta(3), delta(4)])],
  known: new Map([[uuidOf(2), before]]),
  request: { uuids: [], overwriteConflicts: false, inverse: false, again: false, role: 'manager' },
  keys: new Map(),
})
const [second, first, third, fourth] = planned.asked.map(({ answer }) => answer)

const verdict = (number: number, parts: Partial<ChangesReport['deltas'][number]> = {}) => ({
  number,
  status: 'applied' as const,
  message: 'Successfully applied delta!',
  modifiedPk: '7',
  conflicts: [],
  strict: [],
  layerName: 'Wells',
  ...parts,
})
const report = (deltas: ChangesReport['deltas'], broken: ChangesReport['broken'] = null) => ({
  deltas,
  broken,
  committed: [] as number[],
  layers: [],
})

test('each delta has the session’s verdict, or what was known before', () => {
  const conflict = {
    status: 'conflict' as const,
    message: 'There are conflicts with the already existing feature!',
    conflicts: ['The attribute "depth" that has a conflict:\n-1\n+12'],
    modifiedPk: null,
  }
  const answers = settleChanges(planned, report([verdict(0), verdict(1, conflict), verdict(2)]))
  expect(answers).toEqual([
    second,
    {
      ...first,
      status: 'applied',
      message: 'Successfully applied delta!',
      modifiedPk: '7',
      layerName: 'Wells',
    },
    { ...third, ...conflict, layerName: 'Wells' },
    {
      ...fourth,
      status: 'applied',
      message: 'Successfully applied delta!',
      modifiedPk: '7',
      layerName: 'Wells',
    },
  ])
  expect(second).toMatchObject({ uuid: uuidOf(2), status: 'ignored' })
})

test('a job that broke leaves nothing applied, and names what broke it', () => {
  const answers = settleChanges(planned, report([verdict(0)], { number: 1, why: "'old'" }))
  expect(answers.map(({ status, message, modifiedPk }) => [status, message, modifiedPk])).toEqual([
    ['ignored', 'The delta was applied before.', null],
    ['error', `The job ended at delta ${uuidOf(3)}: 'old'`, null],
    ['error', "'old'", null],
    ['error', `The job ended at delta ${uuidOf(3)}: 'old'`, null],
  ])
})

test('what a database has already stays applied when the job breaks', () => {
  const committed = { ...report([verdict(0), verdict(1)], { number: 1, why: 'damaged' }), committed: [0] }
  expect(settleChanges(planned, committed).map(({ status }) => status)).toEqual([
    'ignored',
    'applied',
    'error',
    'error',
  ])
})

test('a session that leaves a delta out is not believed', () => {
  expect(() => settleChanges(planned, report([verdict(0), verdict(2)]))).toThrow(
    expect.objectContaining({ code: 'qgis.protocol' }),
  )
})

describe('the feedback', () => {
  test('has the deltas of the job in the order in which it took them, in the server’s words', () => {
    const conflicts = ['The attribute "depth" that has a conflict:\n-1\n+12']
    const answers = settleChanges(
      planned,
      report([
        verdict(0),
        verdict(1, { status: 'conflict', message: 'There are conflicts', conflicts, modifiedPk: null }),
        verdict(2, { status: 'not_applied', message: 'Unable to find feature', modifiedPk: null }),
      ]),
    )
    const entry = {
      delta_file_id: deltaFile([]).id,
      layer_id: 'wells',
      feature_pk: '7',
      provider_errors: null,
      method: 'patch',
    }
    expect(deltaFeedback(planned, answers)).toEqual([
      {
        ...entry,
        msg: 'Successfully applied delta!',
        status: 'status_applied',
        e_type: null,
        delta_index: 0,
        delta_id: uuidOf(1),
        modified_pk: '7',
        conflicts: null,
      },
      {
        ...entry,
        msg: 'There are conflicts',
        status: 'status_conflict',
        e_type: 'CONFLICT',
        delta_index: 2,
        delta_id: uuidOf(3),
        modified_pk: null,
        conflicts,
      },
      {
        ...entry,
        msg: 'Unable to find feature',
        status: 'status_apply_failed',
        e_type: null,
        delta_index: 3,
        delta_id: uuidOf(4),
        modified_pk: null,
        conflicts: null,
      },
    ])
  })

  test('of a job that broke says of each delta that nobody knows', () => {
    const answers = settleChanges(planned, report([], { number: 0, why: "'old'" }))
    expect(deltaFeedback(planned, answers).map(({ status }) => status)).toEqual([
      'status_unknown_error',
      'status_unknown_error',
      'status_unknown_error',
    ])
  })
})
