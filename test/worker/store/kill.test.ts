import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createQueue } from '#worker/queue/queue.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { sweep } from '#worker/store/sweep.ts'
import { kill, startProcess } from '#test/worker/store/processes.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const rounds = 30

interface Witness {
  /** Job id -> sha256 of its input. */
  accepted: Map<string, string>
  finished: Set<string>
  /** `id attempt`, as each run began. */
  runs: string[]
  errors: string[]
}

/** Writes down what the worker says until it dies, at a random moment after it started. */
async function killAtRandom(child: ChildProcess, witness: Witness): Promise<void> {
  let killed: Promise<void> | undefined
  for await (const line of createInterface({ input: child.stdout! })) {
    const [word = '', id = '', more = ''] = line.split(' ')
    if (word === 'started') killed = sleep(Math.random() * 200).then(() => kill(child))
    else if (word === 'accepted') witness.accepted.set(id, more)
    else if (word === 'finished') witness.finished.add(id)
    else if (word === 'run') witness.runs.push(`${id} ${more}`)
    else witness.errors.push(line)
  }
  await killed
}

test(
  `a worker killed at ${rounds} random moments loses no job and claims none twice`,
  { timeout: 120_000 },
  async () => {
    const dir = temporaryFolder()
    const witness: Witness = { accepted: new Map(), finished: new Set(), runs: [], errors: [] }
    for (let round = 0; round < rounds; round += 1) {
      await killAtRandom(startProcess('./victim.ts', dir), witness)
      const store = await openStore(dir)
      try {
        expect(store.quickCheck()).toEqual([])
        const states = new Map(
          createLedger(store, { now: Date.now, random: Math.random })
            .jobs.list(10_000)
            .map((job) => [job.id, job.state]),
        )
        for (const id of witness.accepted.keys()) expect(states.has(id)).toBe(true)
        for (const id of witness.finished) expect(states.get(id)).toBe('finished')
        const started = [...states.values()].filter((state) => state === 'started').length
        expect(started).toBeLessThanOrEqual(1)
        expect(store.get('SELECT count(*) AS n FROM attempts WHERE ended_at IS NULL')).toEqual({ n: started })
      } finally {
        store.close()
      }
    }
    expect(witness.errors).toEqual([])
    expect(new Set(witness.runs).size).toBe(witness.runs.length)
    expect(witness.accepted.size).toBeGreaterThan(rounds)
    await drain(dir, witness)
  },
)

/** Lets a worker that nobody kills do what is left. */
async function drain(dir: string, witness: Witness): Promise<void> {
  const store = await openStore(dir)
  sweep(store)
  const { jobs, leases, files, blobs } = createLedger(store, { now: Date.now, random: Math.random })
  const left = () => jobs.list(10_000).filter((job) => job.state !== 'finished')
  const queue = createQueue({
    ledger: { jobs, leases },
    plans: { generate: { steps: [], run: async () => ({}) } },
    emit: () => {},
    now: Date.now,
    onError: (thrown) => witness.errors.push(String(thrown)),
  })
  queue.start()
  await expect.poll(left, { timeout: 20_000 }).toEqual([])
  await queue.stop({ drainMs: 1_000 })
  for (const [id, sha256] of witness.accepted) {
    expect(files.list(id, 'input').map((file) => file.sha256)).toEqual([sha256])
    expect(await blobs.verify(sha256)).toBe(true)
  }
  const ends = store.all(
    'SELECT job_id, count(*) AS n FROM attempts WHERE outcome = @o GROUP BY 1 HAVING n > 1',
    {
      o: 'finished',
    },
  )
  expect(ends).toEqual([])
  expect(witness.errors).toEqual([])
  store.close()
}
