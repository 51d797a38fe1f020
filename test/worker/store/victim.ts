import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createQueue } from '#worker/queue/queue.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { sweep } from '#worker/store/sweep.ts'

/** A worker to be killed: accepts jobs and runs them until it dies, and says each thing once it is committed. */
const say = (...words: (string | number)[]) => writeSync(1, `${words.join(' ')}\n`)

const store = await openStore(process.argv[2] ?? '')
sweep(store)
const ledger = createLedger(store, { now: Date.now, random: Math.random })
const queue = createQueue({
  ledger,
  plans: {
    generate: {
      steps: [
        { id: 'compile', weight: 1 },
        { id: 'build', weight: 2 },
      ],
      async run({ job, attempt, report }) {
        say('run', job.id, attempt)
        for (const step of ['compile', 'build']) {
          report.step(step)
          report.log('info', `${step} of ${job.title}`)
          await sleep(Math.random() * 8)
        }
        const made = await ledger.blobs.putBytes(Buffer.from(`made ${job.id}`))
        return { made: made.sha256 }
      },
    },
  },
  emit(name, payload) {
    if (name === 'job.changed' && 'state' in payload && payload.state === 'finished')
      say('finished', payload.id)
  },
  now: Date.now,
  onError: (thrown) => say('error', String(thrown)),
  timing: { report: 5, poll: 50 },
})
queue.start()
say('started')
for (let n = 0; ; n += 1) {
  const blob = await ledger.blobs.putBytes(Buffer.from(`form ${Math.random()}`))
  const files = [{ name: 'form.xlsx', ...blob }]
  const job = ledger.jobs.create({
    type: 'generate',
    title: `job ${n}`,
    request: {},
    files,
    maxAttempts: 1_000,
  })
  say('accepted', job.id, blob.sha256)
  queue.wake()
  await sleep(Math.random() * 40)
}
