import { parseArgs } from 'node:util'
import { startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'

/** `node test/fakes/qfieldcloud/serve.ts --profile 2026 --port 0 --jobs 500`: prints its address, ends with a signal. */
const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: '2026' },
    port: { type: 'string', default: '0' },
    /** Milliseconds of a job's step; without it jobs go on as they are looked at. */
    jobs: { type: 'string' },
  },
})
const cloud = await startFakeCloud({
  profile: values.profile === '2024' ? '2024' : '2026',
  port: Number(values.port),
  jobs: values.jobs === undefined ? 'polls' : Number(values.jobs),
  keep: true,
})
process.stdout.write(`${cloud.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cloud.close().then(() => process.exit(0)))
