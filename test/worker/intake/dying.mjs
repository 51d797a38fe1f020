/* A thread that ends before it answers, in the way that its data names. */
import { workerData } from 'node:worker_threads'

if (workerData === 'exit') process.exit(7)
if (workerData === 'throw') throw new Error('the reader is broken')
if (workerData === 'sleep') setInterval(() => undefined, 1000)
if (workerData === 'eat') {
  const eaten = []
  for (;;) eaten.push(Array.from({ length: 100_000 }, () => ({})))
}
