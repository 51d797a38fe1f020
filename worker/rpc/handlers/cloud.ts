import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { CloudDesk } from '#worker/compose/cloud-desk.ts'
import type { CloudSync } from '#worker/compose/cloud.ts'
import type { People } from '#worker/compose/people.ts'
import { explainJob } from '#worker/domain/cloud/explain-job.ts'
import { hushJob } from '#worker/domain/cloud/hush-job.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'
import { exportCloudDeltas, listCloudDeltas } from '#worker/steps/cloud-deltas.ts'
import { listCloudJobs, readCloudJob } from '#worker/steps/cloud-jobs.ts'
import { createInTurn } from '#worker/steps/in-turn.ts'
import { pushDeltaFile, type PushPorts } from '#worker/steps/push-deltas.ts'
import { reapplyDeltas } from '#worker/steps/reapply-deltas.ts'
import { syncedFileOf } from '#worker/steps/sync.ts'
import type { CloudStore } from '#worker/store/cloud.ts'

export interface CloudParts {
  desk: CloudDesk
  sync: CloudSync
  store: CloudStore
  people: People
  /** A fresh version 4 UUID at each call. */
  uuid: () => string
  stopping: AbortSignal
}

export function cloudHandlers({
  desk,
  sync,
  store,
  people,
  uuid,
  stopping,
}: CloudParts): HandlersOf<'cloud'> {
  const pushPorts = (accountId: string): PushPorts => {
    const client = desk.client(accountId)
    return {
      client,
      pushes: store.pushes,
      uuid,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      keep: (job) => store.jobs.keep(client.server, hushJob(job)),
    }
  }
  const inTurn = createInTurn()
  const jobsPorts = (accountId: string) => ({ client: desk.client(accountId), jobs: store.jobs })

  return {
    'cloud.accounts': () => desk.accounts(),
    'cloud.signIn': (who) => desk.signIn(who),
    'cloud.forget': ({ accountId }) => {
      desk.forget(accountId)
      return {}
    },
    'cloud.projects': ({ accountId }) => desk.client(accountId).projects(),
    'cloud.link': async ({ folder }) => store.links.find(await sync.placeOf(folder)),
    'cloud.unlink': async ({ folder }) => {
      store.links.remove(await sync.placeOf(folder))
      return {}
    },
    'cloud.plan': (request) => sync.plan(request, stopping),
    'cloud.files': ({ jobId }) => store.items.list(jobId).map(syncedFileOf),
    'cloud.jobs': ({ accountId, projectId }) => listCloudJobs(projectId, jobsPorts(accountId)),
    'cloud.job': ({ accountId, id }) => readCloudJob(id, jobsPorts(accountId)),
    'cloud.startJob': async ({ accountId, projectId, type }) => {
      const client = desk.client(accountId)
      const { job, joined } = await client.startJob(projectId, type)
      store.jobs.keep(client.server, hushJob(job))
      return { job: explainJob(job), joined }
    },
    'cloud.deltas': async ({ accountId, projectId, statuses, limit }) => {
      const all = (await listCloudDeltas(projectId, desk.client(accountId))).map(({ shown }) => shown)
      const wanted = statuses.length === 0 ? all : all.filter(({ status }) => statuses.includes(status))
      return { total: wanted.length, deltas: wanted.slice(-limit) }
    },
    'cloud.applyPending': async ({ accountId, projectId }) => {
      await desk.client(accountId).applyPending(projectId)
      return {}
    },
    'cloud.pushDeltas': async ({ accountId, projectId, file }) =>
      pushDeltaFile(
        { projectId, signal: stopping, text: await readDeltas(file), name: basename(file) },
        pushPorts(accountId),
      ),
    'cloud.reapply': async ({ accountId, ...run }) => {
      const reapply = () => reapplyDeltas({ ...run, signal: stopping }, pushPorts(accountId))
      // Who asks again while the first is on its way would have the rest of it done twice.
      return run.dryRun ? reapply() : inTurn(run.projectId, reapply)
    },
    'cloud.exportDeltas': ({ accountId, projectId, uuids, out }) =>
      exportCloudDeltas({ projectId, uuids, out }, { client: desk.client(accountId), uuid }),
    'cloud.people': ({ accountId, projectId }) => people.list(desk.client(accountId), projectId),
    'cloud.planPeople': ({ accountId, projectId, file }) =>
      people.plan(desk.client(accountId), projectId, file),
    'cloud.applyPeople': ({ accountId, projectId, rows, sheet }) =>
      people.apply(desk.client(accountId), projectId, rows, sheet),
    'cloud.removePerson': async ({ accountId, projectId, username }) => {
      await desk.client(accountId).removeCollaborator(projectId, username)
      return {}
    },
    'cloud.sheet': async ({ accountId, projectId, usernames, out }) => {
      await people.sheet(desk.client(accountId), projectId, usernames, out)
      return { file: out }
    },
  }
}

async function readDeltas(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('input.missing', { file }, { cause })
  })
}
