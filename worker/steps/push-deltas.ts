import type { PushReceipt } from '#worker/api/cloud.ts'
import type { Delta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { toServerDelta } from '#worker/domain/cloud/cloud-delta.ts'
import { planPushes } from '#worker/domain/cloud/plan-pushes.ts'
import { parseDeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import { listCloudDeltas } from '#worker/steps/cloud-deltas.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { followCloudJob, hasEnded, type FollowPorts } from '#worker/steps/follow-cloud-job.ts'

export interface PushPorts extends Omit<FollowPorts, 'client'> {
  client: Pick<CloudClient, 'deltas' | 'deltasOfFile' | 'pushDeltas' | 'applyPending' | 'jobs' | 'job'>
  /** What this computer pushed, and what became of it. */
  pushes: {
    /** Before it is sent. */
    begin(projectId: string, pushes: readonly { uuid: string; of: string | null; fileId: string }[]): void
    settle(projectId: string, answers: readonly { uuid: string; status: string | null }[]): void
    /** Newest first. */
    list(projectId: string): { uuid: string; of: string | null }[]
  }
  /** A fresh version 4 UUID at each call. */
  uuid: () => string
}

export interface Sent {
  delta: Delta
  /** The server's delta that it replaces. */
  of: string | null
}

export interface PushRun {
  projectId: string
  signal: AbortSignal
}

/** Milliseconds that the jobs of one push may take: ten minutes each, and what is queued before. */
const longest = 20 * 60_000

/** Milliseconds between tries to push once more when the line broke; as many as there are. */
const pauses = [2000, 8000]

/**
 * Pushes a delta file of this computer.
 *
 * @param text the file, `name` what people call it
 * @throws AppError deltas.notJson, deltas.notSchema, deltas.tooMany, deltas.otherProject, deltas.none, cloud.*
 */
export async function pushDeltaFile(
  { text, name, ...run }: PushRun & { text: string; name: string },
  ports: PushPorts,
): Promise<PushReceipt[]> {
  const { project, deltas } = parseDeltaFile(text, name)
  const expected = run.projectId
  if (project.toLowerCase() !== expected.toLowerCase())
    throw new AppError('deltas.otherProject', { file: name, project, expected })
  if (deltas.length === 0) throw new AppError('deltas.none')
  return sendDeltas(
    run,
    deltas.map((delta) => ({ delta, of: null })),
    ports,
  )
}

/**
 * Pushes deltas in steps that the server takes, each applied before the next is sent, and reads back what the server
 * made of them: its answer to a push is empty. Where it applies nothing, as for an owner without a plan, the rest is
 * not sent: those have no status. Sending the same deltas again sends what is missing.
 *
 * @returns in the order given
 * @throws AppError cloud.*, or the signal's reason; what was sent by then is remembered
 */
export async function sendDeltas(
  run: PushRun,
  deltas: readonly Sent[],
  ports: PushPorts,
): Promise<PushReceipt[]> {
  const device = ports.uuid()
  const sent = deltas.map(({ delta, of }) => ({ delta: { clientId: device, ...delta }, of }))
  for (const part of planPushes(sent)) if (!(await sendPart(run, part, ports))) break
  return receiptsOf(run, sent, ports)
}

/** Answers whether all of it was applied or refused; those that wait are not to be piled upon. */
async function sendPart(run: PushRun, part: readonly Sent[], ports: PushPorts): Promise<boolean> {
  const { client, pushes, uuid } = ports
  const { projectId } = run
  const fileId = uuid()
  const deltas = part.map(({ delta }) => delta)
  pushes.begin(
    projectId,
    part.map(({ delta, of }) => ({ uuid: delta.uuid, of, fileId })),
  )
  const text = writeDeltaFile(deltas, { project: projectId, uuid, id: fileId })
  await pushSurely(run, fileId, text, ports)
  const isSettled = await applied(run, fileId, ports)
  const stored = (await client.deltasOfFile(projectId, fileId)).map((delta) => toServerDelta(delta).shown)
  pushes.settle(projectId, stored)
  return isSettled
}

/** A push whose line broke may have arrived: the server passes over uuids that it knows. */
async function pushSurely(
  { projectId, signal }: PushRun,
  fileId: string,
  text: string,
  { client, sleep }: PushPorts,
): Promise<void> {
  for (const pause of [...pauses, null]) {
    signal.throwIfAborted()
    try {
      await client.pushDeltas(projectId, text)
      return
    } catch (thrown) {
      if (pause === null || !(thrown instanceof AppError) || thrown.data.retry !== 'backoff') throw thrown
      await sleep(pause, signal)
      const there = await client.deltasOfFile(projectId, fileId).catch(() => [])
      if (there.length > 0) return
    }
  }
}

/** Waits for the server's jobs until none of the file's deltas waits; false when nobody applies them. */
async function applied({ projectId, signal }: PushRun, fileId: string, ports: PushPorts): Promise<boolean> {
  const { client, sleep } = ports
  // A job that has just ended may not have told its deltas yet; where there is none, one is asked for once.
  const urges = [() => sleep(2000, signal), () => client.applyPending(projectId).catch(passOverRefusal)]
  for (;;) {
    const deltas = await client.deltasOfFile(projectId, fileId)
    if (!deltas.some(({ status }) => ['pending', 'busy', 'started'].includes(status))) return true
    const jobs = await client.jobs(projectId)
    const job = jobs.findLast((each) => each.type === 'delta_apply' && !hasEnded(each))
    if (job !== undefined) {
      if (!hasEnded(await followCloudJob({ jobId: job.id, signal, longest }, ports))) return false
    } else {
      const urge = urges.shift()
      if (urge === undefined) return false
      await urge()
    }
  }
}

/** Who may push is not always one who may have things applied. */
function passOverRefusal(thrown: unknown): void {
  if (!(thrown instanceof AppError) || !['cloud.forbidden', 'cloud.planTooSmall'].includes(thrown.code))
    throw thrown
}

/** What was known to the server stands under the file that brought it, so all are looked at. */
async function receiptsOf(
  { projectId }: PushRun,
  sent: readonly Sent[],
  { client, pushes }: PushPorts,
): Promise<PushReceipt[]> {
  const all = await listCloudDeltas(projectId, client)
  const statuses = new Map(all.map(({ shown }) => [shown.uuid, shown.status]))
  const receipts = sent.map(({ delta, of }) => ({
    uuid: delta.uuid,
    of,
    status: statuses.get(delta.uuid) ?? null,
  }))
  pushes.settle(projectId, receipts)
  return receipts
}
