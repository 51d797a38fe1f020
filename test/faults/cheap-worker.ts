import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '#worker/api/jobs.ts'
import type { Settings } from '#worker/api/settings.ts'
import { composeMirror, type ComposedMirror } from '#worker/compose/mirror.ts'
import { readFormFile } from '#worker/intake/form-file.ts'
import { createQueue, type Queue } from '#worker/queue/queue.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { sweep } from '#worker/store/sweep.ts'
import type { Store } from '#worker/store/connection.ts'
import { loadProjectWords } from '#worker/words/project-words.ts'

/** A worker for faults that are not about QGIS: all of it but the work itself, which is a file of some size. */
export interface CheapWorker {
  ledger: Ledger
  store: Store
  queue: Queue
  mirror: ComposedMirror
  /** Accepts a job of this ledger's own; its id. */
  accept(title: string): Promise<string>
  /** Whether every job is over, here and there. */
  isQuiet(): boolean
  failed(): Job[]
  retry(id: string): void
  stop(): Promise<void>
}

export interface CheapOptions {
  dir: string
  settings: Settings
  password: string
  /** Bytes of what a job makes. */
  bytes?: number
  /** Longest time that a job takes, milliseconds. */
  ms?: number
  onStarted?: (id: string) => void
}

export async function startCheapWorker(options: CheapOptions): Promise<CheapWorker> {
  const { dir, settings, password, bytes = 2_000, ms = 40 } = options
  const store = await openStore(dir)
  sweep(store)
  const ledger = createLedger(store, { now: Date.now, random: Math.random })
  const stopping = new AbortController()
  const note = (line: string): void =>
    void (process.env['FIELDPACK_NOTES'] && process.stderr.write(`${line}\n`))

  async function run(
    job: Job,
    signal: AbortSignal,
    keep: (outputs: { name: string; size: number; sha256: string }[], result: unknown) => void,
  ): Promise<object> {
    options.onStarted?.(job.id)
    await sleep(Math.random() * ms, undefined, { signal })
    const made = await ledger.blobs.putBytes(contentOf(job.id, bytes))
    keep([{ name: 'ward.qgz', ...made }], {})
    await sleep((Math.random() * ms) / 4, undefined, { signal })
    return {}
  }

  const queue = createQueue({
    ledger,
    plans: {
      generate: {
        steps: [{ id: 'build', weight: 1 }],
        run: ({ job, signal, keep }) => run(job, signal, keep),
      },
    },
    emit: () => mirror.wake(),
    now: Date.now,
    onError: (thrown) => note(String(thrown)),
    timing: { poll: 500, settleAgain: 200 },
  })
  const mirror = composeMirror({
    store,
    ledger,
    queue,
    workbooks: { read: readFormFile, words: loadProjectWords('resources') },
    emit: () => undefined,
    settings: () => settings,
    password: () => password,
    note,
    stopping: stopping.signal,
  })
  queue.start()
  mirror.start()

  return {
    ledger,
    store,
    queue,
    mirror,
    failed: () => ledger.jobs.list(10_000).filter(({ state }) => state === 'failed'),
    retry(id) {
      ledger.jobs.retry(id)
      queue.wake()
      mirror.wake()
    },
    async accept(title) {
      const form = await ledger.blobs.putBytes(Buffer.from(`form of ${title}`))
      const job = ledger.jobs.create({
        type: 'generate',
        title,
        request: {},
        files: [{ name: 'form/form.xlsx', ...form }],
        maxAttempts: 100,
      })
      queue.wake()
      mirror.wake()
      return job.id
    },
    isQuiet() {
      const { queued = 0, pending = 0, started = 0 } = ledger.jobs.counts()
      return queued + pending + started === 0 && ledger.outbox.count() === 0 && ledger.taken.count() === 0
    },
    async stop() {
      await queue.stop({ drainMs: 0 })
      await mirror.stop()
      stopping.abort()
      store.close()
    },
  }
}

/** The same for the same job, whoever makes it. */
function contentOf(id: string, bytes: number): Buffer {
  return Buffer.alloc(bytes, `${id} `)
}
