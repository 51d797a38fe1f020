import { createQueue } from '#worker/queue/queue.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'

/** A worker that stops in the middle of a job and then has nothing left to do: it ends by itself. */
const store = await openStore(process.argv[2] ?? '')
const ledger = createLedger(store, { now: Date.now, random: Math.random })
const job = ledger.jobs.create({ type: 'generate', title: 'a', request: {}, files: [] })
const begun = Promise.withResolvers<void>()
const queue = createQueue({
  ledger,
  plans: {
    generate: {
      steps: [{ id: 'build', weight: 1 }],
      run: ({ report, signal }) => {
        report.step('build')
        report.progress(0.1)
        begun.resolve()
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))))
      },
    },
  },
  emit: () => {},
  now: Date.now,
  onError: (thrown) => {
    throw thrown
  },
  // A timer that outlives the answer it waited for would keep this process for a minute.
  timing: { grace: 60_000 },
})
queue.start()
await begun.promise
await queue.stop({ drainMs: 10 })
process.stdout.write(`${ledger.jobs.get(job.id).state}\n`)
store.close()
