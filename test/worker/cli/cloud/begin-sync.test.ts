import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Call, Input, Method, Output } from '#worker/api/calls.ts'
import type { SyncRequest } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { beginSync, unfinishedSyncs } from '#worker/cli/cloud/begin-sync.ts'
import { createWorker } from '#worker/compose.ts'
import { root } from '#build/root.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

/** A ledger whose queue stands still. */
async function standing() {
  const quiet = { emit: () => undefined, note: () => undefined }
  const worker = await createWorker({
    dataDir: temporaryFolder(),
    resourcesDir: join(root, 'resources'),
    ...quiet,
  })
  onTestFinished(() => worker.stop())
  const call: Call = async <M extends Method>(method: M, input: Input<M>) => {
    const reply = await worker.answer(method, input)
    if (!reply.ok) throw AppError.from(reply.error)
    return reply.value as Output<M>
  }
  const terminal = { call, until: () => Promise.reject(new Error('nobody waits here')) }
  const begin = async (asked: SyncRequest) =>
    beginSync(terminal, asked, await unfinishedSyncs(terminal, asked.folder))
  const states = async () => new Map((await call('jobs.list', {})).map(({ id, state }) => [id, state]))
  return { begin, states, call }
}

const asked: SyncRequest = {
  folder: '/projects/wells',
  accountId: 'ana',
  target: { kind: 'new', name: 'wells', owner: 'ana' },
}

test('a sync that was left goes on when the same is asked for, and gives way to another one', async () => {
  const { begin, states } = await standing()
  const first = await begin(asked)
  const elsewhere = await begin({ ...asked, folder: '/projects/roads' })
  const same = await begin({ ...asked, download: true })
  expect(same.id).toBe(first.id)
  const other = await begin({ ...asked, choices: { 'trees.gpkg': 'skip' } })
  expect(await states()).toEqual(
    new Map([
      [other.id, 'queued'],
      [elsewhere.id, 'queued'],
      [first.id, 'stopped'],
    ]),
  )
})

test('one that cannot be asked for stops none that waits', async () => {
  const { begin, states } = await standing()
  const { id } = await begin(asked)
  await expect(begin({ ...asked, target: { kind: 'new', name: '', owner: 'ana' } })).rejects.toThrow(
    'contract.invalidInput',
  )
  expect(await states()).toEqual(new Map([[id, 'queued']]))
})
