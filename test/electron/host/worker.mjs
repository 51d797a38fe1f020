// A worker that does as it is told, in a real process: it speaks worker/api/messages.ts.
const mood = process.argv[2]

function reply(id, value) {
  process.send({ kind: 'reply', id, reply: { ok: true, value } })
}

let secrets = null

process.on('message', (message) => {
  if (message.kind === 'secrets') {
    secrets = message.secrets
    return
  }
  if (message.kind === 'stop') {
    if (mood !== 'deaf') process.disconnect()
    return
  }
  if (message.method === 'crash') process.exit(3)
  if (message.method === 'hang') return
  if (message.method === 'keep') process.send({ kind: 'keepSecret', ...message.input })
  if (message.method === 'event') process.send({ kind: 'event', name: 'job.discarded', payload: { id: 'a' } })
  reply(message.id, { pid: process.pid, input: message.input, secrets })
})

const error = { code: 'store.locked', params: {}, retry: 'user' }
if (mood === 'crash') process.exit(1)
if (mood !== 'silent') process.send({ kind: 'ready', error: mood === 'locked' ? error : null })
process.stderr.write('a line of log\n')
// A deaf one also outlives its channel.
if (mood === 'deaf') setInterval(() => undefined, 1000)
