import { once } from 'node:events'
import { startCheapWorker, type CheapOptions } from '#test/faults/cheap-worker.ts'

/** A cheap worker as a process, until whoever started it lets go. */
const worker = await startCheapWorker(JSON.parse(process.argv[2] ?? '') as CheapOptions)
// The listener keeps the process, as the worker's own connections do.
if (process.connected) await once(process, 'disconnect')
await worker.stop()
