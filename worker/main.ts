import { parseArgs } from 'node:util'
import { toErrorData } from '#worker/api/errors.ts'
import { RequestMessage, SecretsMessage, StopMessage } from '#worker/api/messages.ts'
import { createWorker, type Worker } from '#worker/compose.ts'
import { openPort } from '#worker/rpc/port.ts'

/**
 * The worker as a process of its own, behind the port of whoever started it (Electron's utilityProcess, or a
 * child Node). It says `ready` once, answers calls, and ends when it is told to stop or when the other side is gone.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, resources: { type: 'string' } } })
const port = openPort()
if (!port || values.data === undefined || values.resources === undefined) {
  process.stderr.write(
    'The worker is started by the app. On a terminal use the command line: npm run -s cli -- help\n',
  )
  process.exit(2)
}

let worker: Worker | null = null
let stopping = false

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await worker?.stop()
  port?.close()
}

port.onClose(() => void stop())
// Not once: a library that cleans up at signals ends the process itself when nobody listens any more.
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())

try {
  worker = await createWorker({
    dataDir: values.data,
    resourcesDir: values.resources,
    // The first message after its start brings them.
    secrets: null,
    emit: (name, payload) => port.post({ kind: 'event', name, payload }),
    note: (line) => process.stderr.write(`${line}\n`),
    keepSecret: (name, id, value) => port.post({ kind: 'keepSecret', name, id, value }),
  })
  worker.start()
  port.post({ kind: 'ready', error: null })
} catch (thrown) {
  port.post({ kind: 'ready', error: toErrorData(thrown) })
}

port.onMessage((message) => {
  if (StopMessage.safeParse(message).success) {
    void stop()
    return
  }
  const told = SecretsMessage.safeParse(message)
  if (told.success) {
    worker?.setSecrets(told.data.secrets)
    return
  }
  const request = RequestMessage.safeParse(message)
  if (!request.success || worker === null) return
  const { id, method, input } = request.data
  void worker.answer(method, input).then((reply) => port.post({ kind: 'reply', id, reply }))
})
