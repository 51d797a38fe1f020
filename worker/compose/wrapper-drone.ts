import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#worker/api/errors.ts'
import type { Emit } from '#worker/api/events.ts'
import { DroneRequest, DroneResult, type Job } from '#worker/api/jobs.ts'
import { within } from '#worker/compose/within.ts'
import type { DroneAsked } from '#worker/domain/http/drone-body.ts'
import type { MadeFile } from '#worker/http/work.ts'
import { isOver } from '#worker/mirror/ledger.ts'
import type { Queue } from '#worker/queue/queue.ts'
import type { JobFile } from '#worker/store/files.ts'
import type { Ledger } from '#worker/store/ledger.ts'

export interface DroneParts {
  ledger: Pick<Ledger, 'jobs' | 'blobs'>
  queue: Pick<Queue, 'cancel' | 'wake'>
  emit: Emit
  budgetMs: number
  closing: AbortSignal
}

const pollMs = 100

/** Makes drone projects for whoever asks over HTTP: a job of the ledger as all others, whose zip is the answer. */
export function composeDrone({ ledger, queue, emit, budgetMs, closing }: DroneParts) {
  const { jobs, blobs } = ledger

  async function accept(asked: DroneAsked): Promise<Job> {
    const files: JobFile[] = []
    const keep = async (name: string, bytes: Buffer): Promise<void> =>
      void files.push({ name, ...(await blobs.putBytes(bytes)) })
    await keep('tasks/tasks.geojson', Buffer.from(asked.tasks))
    if (asked.plugin !== null) await keep('plugin/plugin.zip', Buffer.from(asked.plugin, 'base64'))
    const request = DroneRequest.parse({
      projectName: asked.projectName,
      extent: asked.extent,
      flight: asked.flight,
      ...(asked.demUrl === null ? {} : { demUrl: asked.demUrl }),
    })
    const from = { id: randomUUID(), origin: 'HTTP' }
    return jobs.create({ type: 'drone', title: asked.projectName, request, files, from })
  }

  async function ending(id: string, late: AbortSignal): Promise<Job> {
    for (;;) {
      const job = jobs.get(id)
      if (isOver(job)) return job
      if (closing.aborted && job.state !== 'started') throw new AppError('worker.restarted')
      if (late.aborted) return queue.cancel(id, 'http.timeout')
      await sleep(pollMs)
    }
  }

  return (asked: DroneAsked): Promise<MadeFile> =>
    within(budgetMs, async (late) => {
      const job = await accept(asked)
      emit('job.changed', job)
      queue.wake()
      const { error, result } = await ending(job.id, late)
      const [zip] = DroneResult.safeParse(result).data?.files ?? []
      if (zip !== undefined) return { path: blobs.pathOf(zip.sha256), name: zip.name, size: zip.size }
      throw error === null ? new AppError('internal') : AppError.from(error)
    })
}
